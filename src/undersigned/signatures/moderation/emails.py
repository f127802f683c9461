"""The letter to the other moderators, of whom one must decide."""

from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.translation import override

from undersigned.mail.letters import Words, render
from undersigned.ui.links import office_link

SAMPLES = {
    "signatures.void_asked": {
        "to": "sample@example.org",
        "title": "A sample petition",
        "examination": "7",
        "number": "1000",
        "undo": "",
    },
}


def void_asked(facts: Mapping[str, str], language: str) -> Words:
    """To every moderator but the one who asked: signatures are to be declared void, or put back (`undo`)."""
    link = office_link(
        "signatures:moderation_examination", language=language, pk=facts["examination"]
    )
    with override(language):
        shown = number_format(int(facts["number"]), force_grouping=True)
    known = {**facts, "shown": shown, "link": link}
    return render("signatures/emails/void_asked", known, language)
