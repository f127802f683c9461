"""The letters of this stage: facts in, words out (config/wiring.py names these)."""

from collections.abc import Mapping

from django.utils.translation import override

from undersigned.mail.letters import Words, render
from undersigned.petitions.states import ReturnReason, TakedownReason
from undersigned.ui.links import office_link, public_link

SAMPLE = {
    "to": "sample@example.org",
    "petition": "7",
    "slug": "sample",
    "title": "A sample petition",
    "council": "A sample council",
}
DECISION = {**SAMPLE, "reason": "private", "words": "The second paragraph names a neighbour."}
SAMPLES = {
    "petitions.sponsor_asked": {**SAMPLE, "group": "Sample Group", "lead": "Sample Lead"},
    "petitions.text_changed": {**SAMPLE, "group": "Sample Group"},
    "petitions.reply_offer": {
        **SAMPLE,
        "name": "Carla Sample",
        "role": "City manager",
        "token": "11" * 16,
    },
    "petitions.submitted": SAMPLE,
    "petitions.reply_received": {**SAMPLE, "name": "Carla Sample"},
    "petitions.returned": DECISION,
    "petitions.approved": SAMPLE,
    "petitions.opened": SAMPLE,
    "petitions.closed": SAMPLE,
    "petitions.takedown_warned": DECISION,
    "petitions.warning_withdrawn": SAMPLE,
    "petitions.taken_down": {**DECISION, "urgency": "A court ordered it for today."},
    "petitions.restored": SAMPLE,
}


def sponsor_asked(facts: Mapping[str, str], language: str) -> Words:
    """To the organisers of a group: another asks it to sponsor a petition."""
    return _to_coalition("sponsor_asked", facts, language)


def text_changed(facts: Mapping[str, str], language: str) -> Words:
    """To the organisers of a group that had agreed to a text: it changed, please read it again."""
    return _to_coalition("text_changed", facts, language)


def reply_offer(facts: Mapping[str, str], language: str) -> Words:
    """To a named official: what the petition is, and the page where a reply may be written."""
    link = public_link("petitions:reply", language=language, token=facts["token"])
    return render("petitions/emails/reply_offer", {**facts, "link": link}, language)


def submitted(facts: Mapping[str, str], language: str) -> Words:
    """To every moderator: a petition waits."""
    return _to_moderators("submitted", facts, language)


def reply_received(facts: Mapping[str, str], language: str) -> Words:
    """To every moderator: a named official replied."""
    return _to_moderators("reply_received", facts, language)


def returned(facts: Mapping[str, str], language: str) -> Words:
    """To the lead group: a moderator gave the draft back, why, and what can be done."""
    return _to_coalition("returned", _with_reason(facts, ReturnReason, language), language)


def approved(facts: Mapping[str, str], language: str) -> Words:
    """To the lead group: the petition may be opened."""
    return _to_coalition("approved", facts, language)


def opened(facts: Mapping[str, str], language: str) -> Words:
    """To the coalition: the petition is open, at this address."""
    return _to_coalition("opened", _with_page(facts, language), language)


def closed(facts: Mapping[str, str], language: str) -> Words:
    """To the coalition: nobody can sign any more."""
    return _to_coalition("closed", _with_page(facts, language), language)


def takedown_warned(facts: Mapping[str, str], language: str) -> Words:
    """To the coalition: the petition will be taken down, why, and how to object."""
    return _to_coalition("takedown_warned", _with_reason(facts, TakedownReason, language), language)


def warning_withdrawn(facts: Mapping[str, str], language: str) -> Words:
    """To the coalition: the petition stays."""
    return _to_coalition("warning_withdrawn", facts, language)


def taken_down(facts: Mapping[str, str], language: str) -> Words:
    """To the coalition: the petition was taken down, and why."""
    facts = _with_page(_with_reason(facts, TakedownReason, language), language)
    return _to_coalition("taken_down", facts, language)


def restored(facts: Mapping[str, str], language: str) -> Words:
    """To the coalition: the petition is public again."""
    return _to_coalition("restored", _with_page(facts, language), language)


def _to_coalition(letter: str, facts: Mapping[str, str], language: str) -> Words:
    link = office_link("desk:petition", language=language, pk=int(facts["petition"]))
    return render(f"petitions/emails/{letter}", {**facts, "link": link}, language)


def _to_moderators(letter: str, facts: Mapping[str, str], language: str) -> Words:
    link = office_link("petitions:review", language=language, pk=int(facts["petition"]))
    return render(f"petitions/emails/{letter}", {**facts, "link": link}, language)


def _with_page(facts: Mapping[str, str], language: str) -> dict[str, str]:
    return {**facts, "page": public_link("journey:petition", language=language, slug=facts["slug"])}


def _with_reason(
    facts: Mapping[str, str], reasons: type[ReturnReason | TakedownReason], language: str
) -> dict[str, str]:
    with override(language):
        return {**facts, "reason": str(reasons(facts["reason"]).label)}
