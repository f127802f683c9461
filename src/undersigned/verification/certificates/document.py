"""The certificate as a document (schema/certificate-v1.json): figures, codes, and words in LANGUAGE.

Pages and papers put the words into their reader's language, by the code's own messages (reading.py).
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from undersigned.pure.sampling.worksheet import Decision, Worksheet
from undersigned.ui.links import public_link
from undersigned.verification.auditing import Audit, Group
from undersigned.verification.drawing import accepted, entries_of
from undersigned.verification.methods import source_of, title_of
from undersigned.verification.models import Check, Draw
from undersigned.verification.queries.results import Result
from undersigned.verification.queries.tally import Tally
from undersigned.verification.seal.sealing import SCHEMA
from undersigned.verification.states.draws import CONFIDENCE

LANGUAGE = "en"


@dataclass(frozen=True)
class Facts:
    """All that a certificate rests on."""

    check: Check
    draw: Draw | None
    capacity: str  # clerk or verifier
    required: int
    result: Result
    worksheet: Worksheet
    tally: Tally
    audit: Audit
    wards: Sequence[Group]
    names: Sequence[Group]


def document(facts: Facts, *, number: int, at: datetime) -> dict[str, Any]:
    """What is sealed. Nothing in it is about one person."""
    petition = facts.check.petition
    with override(LANGUAGE):
        return {
            "schema": SCHEMA,
            "number": number,
            "capacity": facts.capacity,
            "made_at": _moment(at),
            "language": LANGUAGE,
            "petition": {
                "ref": petition.public_ref,
                "title": petition.title,
                "address": public_link(
                    "journey:petition", language=petition.language, slug=petition.slug
                ),
                "text_sha256": petition.text_sha256,
            },
            "council": {"name": petition.council.name, "place": petition.council.place},
            "log": {
                "origin": settings.LOG_ORIGIN,
                "size": facts.check.size,
                "root": b64encode(bytes(facts.check.root)).decode(),
            },
            "roll": _roll(facts.check),
            "method": _method(facts),
            "outcome": _outcome(facts.worksheet),
            "figures": _figures(facts),
            "outcomes": facts.tally.outcomes,
            "worksheet": _steps(facts.worksheet),
            "matching": _matching(facts.audit),
            "missed": {"wards": _groups(facts.wards), "names": _groups(facts.names)},
        }


def _roll(check: Check) -> dict[str, Any]:
    roll = check.roll
    return {
        "title": roll.title,
        "as_of": roll.as_of.isoformat(),
        "rows": roll.rows,
        "sha256": roll.snapshot_sha256,
    }


def _method(facts: Facts) -> dict[str, Any]:
    code = facts.result.method
    told = {"code": code, "words": title_of(code), "source": source_of(code)}
    return {**told, "draw": _ceremony(facts.draw) if facts.draw else None}


def _ceremony(draw: Draw) -> dict[str, Any]:
    return {
        "announcement": draw.announcement.name,
        "announced_at": _moment(draw.announced_at),
        "place": draw.place,
        "thrown_at": _moment(draw.thrown_at) if draw.thrown_at else "",
        "digits": draw.digits,
        "sample": {stratum["name"]: stratum["sample"] for stratum in draw.strata},
    }


def _outcome(sheet: Worksheet) -> dict[str, str]:
    words = {
        Decision.SUFFICIENT: _("There are enough valid signatures."),
        Decision.INSUFFICIENT: _("There are not enough valid signatures."),
    }
    return {
        "code": sheet.decision.value,
        "words": words[sheet.decision],
        "reason": sheet.reason.key,
        "reason_words": _(sheet.reason.text),
    }


def _figures(facts: Facts) -> dict[str, Any]:
    """`valid` is the number of voters where every line was looked at, else what the method projects, rounded down."""
    sample = facts.result.sample
    by_rule = set(accepted(entries_of(facts.check)))
    return {
        "lines": len(facts.result.found.lines),
        "looked_at": len(sample),
        "matched_by_rule": len(by_rule & set(sample)),
        "valid": max(int(facts.worksheet.estimate), 0),
        "projected": len(sample) < len(facts.result.found.lines),
        "required": facts.required,
    }


def _steps(sheet: Worksheet) -> list[dict[str, str]]:
    return [
        {"key": step.key, "words": _(step.text), "formula": step.formula, "value": step.shown}
        for step in sheet.steps
    ]


def _matching(audit: Audit) -> dict[str, Any]:
    return {
        "accepted": audit.accepted,
        "looked_at_blindly": audit.looked,
        "wrong": audit.wrong,
        "at_most_wrong": audit.most,
        "confidence_percent": CONFIDENCE,
    }


def _groups(groups: Sequence[Group]) -> list[dict[str, Any]]:
    return [
        {"name": group.name, "on_roll": group.on_roll, "missed": group.missed} for group in groups
    ]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
