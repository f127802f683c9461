"""The letters of this stage. None repeats what a form's free text said, so that nobody can write to strangers by us."""

from collections.abc import Mapping

from undersigned.mail.letters import Words, render
from undersigned.ui.links import public_link

SAMPLE = {
    "to": "sample@example.org",
    "petition": "A sample petition",
    "slug": "sample",
    "council": "A sample council",
    "ref": "00" * 16,
    "token": "11" * 16,
    "code": "12345678",
}
SAMPLES = {
    "signatures.confirm": SAMPLE,
    "signatures.again": SAMPLE,
    "signatures.remind": SAMPLE,
    "signatures.signed_before": SAMPLE,
    "signatures.address_used": SAMPLE,
}


def confirm(facts: Mapping[str, str], language: str) -> Words:
    """Please confirm: a link to a page with one button, or the code for the page where they signed."""
    return render("signatures/emails/confirm", _with_links(facts, language), language)


def remind(facts: Mapping[str, str], language: str) -> Words:
    """The same, a day and three days later, to those who have not confirmed."""
    return render("signatures/emails/remind", _with_links(facts, language), language)


def signed_before(facts: Mapping[str, str], language: str) -> Words:
    """You have signed this already: nothing to do; if it was not you, nothing happened."""
    return render("signatures/emails/signed_before", _with_links(facts, language), language)


def address_used(facts: Mapping[str, str], language: str) -> Words:
    """Two people have signed with this address; a third needs another."""
    return render("signatures/emails/address_used", _with_links(facts, language), language)


def _with_links(facts: Mapping[str, str], language: str) -> dict[str, str]:
    link = public_link(
        "signatures:confirm", language=language, ref=facts["ref"], token=facts["token"]
    )
    code = f"{facts['code'][:4]} {facts['code'][4:]}"
    petition = public_link("journey:petition", language=language, slug=facts["slug"])
    return {**facts, "link": link, "code": code, "petition_link": petition}
