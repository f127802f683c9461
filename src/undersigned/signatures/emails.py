"""The letters of this stage. None repeats what a form's free text said, so that nobody can write to strangers by us."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import override

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
    "opening": "A" * 43,
}
SAMPLES = {
    "signatures.confirm": SAMPLE,
    "signatures.again": SAMPLE,
    "signatures.remind": SAMPLE,
    "signatures.signed_before": SAMPLE,
    "signatures.address_used": SAMPLE,
    "signatures.corrected": SAMPLE,
    "signatures.receipt": SAMPLE,
    "signatures.on_paper": SAMPLE,
    "signatures.found": SAMPLE | {"day": "2026-03-02"},
    "signatures.not_found": {name: SAMPLE[name] for name in ("to", "petition", "slug", "council")},
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


def corrected(facts: Mapping[str, str], language: str) -> Words:
    """Your signature is corrected: the links of the one that counts now."""
    return render("signatures/emails/corrected", _with_links(facts, language), language)


def receipt(facts: Mapping[str, str], language: str) -> Words:
    """To who confirmed by code: the links of the very signature that counts, the receipt's with its opening."""
    return render("signatures/emails/receipt", _with_links(facts, language), language)


def on_paper(facts: Mapping[str, str], language: str) -> Words:
    """To an e-mail address that stands on a paper sheet: the links of the line that was typed in from it."""
    return render("signatures/emails/on_paper", _with_links(facts, language), language)


def found(facts: Mapping[str, str], language: str) -> Words:
    """To who asked for it: the link of a signature that was made with this address."""
    with override(language):
        day = date_format(date.fromisoformat(facts["day"]))
    facts = {**_with_links(facts, language), "day": day}
    return render("signatures/emails/found", facts, language)


def not_found(facts: Mapping[str, str], language: str) -> Words:
    """To who asked for a link: there is no signature with this address."""
    return render("signatures/emails/not_found", _about(facts, language), language)


def _with_links(facts: Mapping[str, str], language: str) -> dict[str, str]:
    """What a letter says, with its links; the opening stands behind the #, where no site gets to see it."""
    ref, opening = facts["ref"], facts["opening"]
    own = {"language": language, "ref": ref, "token": facts["token"]}
    receipt_link = public_link("proof:receipt", language=language, ref=ref)
    return {
        **_about(facts, language),
        "link": f"{public_link('signatures:confirm', **own)}#{opening}",
        "code": f"{facts['code'][:4]} {facts['code'][4:]}",
        "receipt_link": f"{receipt_link}#{opening}",
        "signature_link": public_link("signatures:signature", **own),
        "not_me_link": public_link("signatures:not_me", **own),
    }


def _about(facts: Mapping[str, str], language: str) -> dict[str, str]:
    petition = public_link("journey:petition", language=language, slug=facts["slug"])
    find = public_link("signatures:find", language=language, slug=facts["slug"])
    return {**facts, "petition_link": petition, "find_link": find}
