"""The letters of this stage."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import override

from undersigned.mail.letters import Words, render
from undersigned.ui.links import public_link

SAMPLES = {
    "verification.cure": {
        "to": "sample@example.org",
        "petition": "A sample petition",
        "slug": "sample",
        "council": "A sample council",
        "outcome": "not_registered",
        "until": "2026-03-02",
        "ref": "00" * 16,
        "token": "11" * 16,
    },
}


def cure(facts: Mapping[str, str], language: str) -> Words:
    """To a signer whose line does not count as it stands: why, and where they can put it right until when."""
    own = {"ref": facts["ref"], "token": facts["token"]}
    with override(language):
        until = date_format(date.fromisoformat(facts["until"]))
    known = {
        **facts,
        "until": until,
        "link": public_link("verification:cure", language=language, **own),
        "petition_link": public_link("journey:petition", language=language, slug=facts["slug"]),
    }
    return render("verification/emails/cure", known, language)
