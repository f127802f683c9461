"""Dossiers as files and as versions. `sample()` is a small one with everything in it, all synthetic."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from undersigned.record import actions
from undersigned.record.models import Version

MONDAY = datetime(2026, 2, 2, 9, tzinfo=UTC)
BY = "user:1"

_CITED = {"date": "2026-01-05", "words": {"en": "It happened."}, "sources": ["S1"]}
_SAMPLE: dict[str, Any] = {
    "format": "undersigned/dossier/v0",
    "slug": "sample-bridge",
    "language": "en",
    "title": {"en": "A sample bridge", "es": "Un puente de muestra"},
    "place": "Exampleton",
    "summary": {"words": {"en": "A bridge was asked for."}, "sources": ["S1"]},
    "version_note": {"en": "First version."},
    "sources": [
        {
            "id": "S1",
            "publisher": "The Exampleton Ledger",
            "relation": "press",
            "what": {"en": "Report on the bridge"},
            "date": "2026-01-05",
            "address": "https://ledger.example.org/bridge",
            "copy": "0f" * 32,
        },
        {
            "id": "S2",
            "publisher": "Friends of the Bridge",
            "relation": "party_for",
            "relation_words": {"en": "party, for the petition: its organisers"},
            "what": {"en": "Newsletter"},
            "address_words": {"en": "by post"},
            "copy": "not held",
        },
    ],
    "petition": {
        "campaign": "A Bridge Now",
        "addressed_to": "Exampleton City Council",
        "demand": {"words": {"en": "Build a bridge."}, "sources": ["S1"]},
        "preamble": {"words": {"en": "The ford is deep."}, "sources": ["S2"]},
        "launched": {**_CITED, "date": "2025-11"},
        "delivered": _CITED,
        "text": "not held",
    },
    "coalition": {
        "size": {"value": 3, "sources": ["S2"]},
        "groups": [{"name": "Friends of the Bridge", "sources": ["S2"]}],
    },
    "council": {
        "name": "Exampleton City Council",
        "date": "2026-01",
        "members": [{"name": "Ada Sample", "role": {"en": "Mayor"}}],
        "sources": ["S1"],
    },
    "counts": [
        {
            "id": "count",
            "value": 1200,
            "qualifier": "more_than",
            "date": "2026-01-05",
            "quoting": {"en": "the organisers"},
            "sources": ["S1"],
        }
    ],
    "statements": [
        {
            "id": "said",
            "speaker": {"en": "Friends of the Bridge"},
            "position": "for",
            **_CITED,
        },
        {
            "id": "replied",
            "speaker": {"en": "Ada Sample"},
            "position": "against",
            **_CITED,
            "answers": "said",
        },
    ],
    "events": [{"id": "event", **_CITED}],
    "questions": [
        {
            "id": "question",
            "words": {"en": "How long is it?"},
            "beside": "decision",
            "answers": [
                {"words": {"en": "Ten metres"}, "sources": ["S1"]},
                {"words": {"en": "Twelve metres"}, "sources": ["S2"]},
            ],
        }
    ],
    "facts": {
        "hearings": [
            {
                "id": "hearing",
                **_CITED,
                "minutes": {"value": 90, "sources": ["S1"]},
                "testimonies": {"value": 7, "qualifier": "at_least", "sources": ["S1"]},
            }
        ],
        "decisions": [
            {
                "id": "decision",
                **_CITED,
                "outcome": "carried",
                "tally": "unknown",
                "roll_call": "not recorded",
                "operative_text": {
                    "text": "shall be built",
                    "language": "en",
                    "translations": {"es": "será construido"},
                    "lead_in": {"en": "A bridge"},
                    "sources": ["S1"],
                },
            }
        ],
        "commitments": [
            {
                "id": "commitment",
                "follows_from": "decision",
                "words": {"en": "A bridge is built."},
                "responsible": {"en": "Works department"},
                "evidence": [_CITED],
                "sources": ["S1"],
            }
        ],
        "register": [
            {
                "id": "entry",
                "person": "Ada Sample",
                "role": {"en": "Mayor"},
                "wordings": [
                    {
                        "words": {"en": "A tour of bridges"},
                        "sponsor": "Bridge Makers",
                        "when": {"en": "last year"},
                        "sources": ["S1"],
                    }
                ],
            }
        ],
        "social_posts": [
            {"id": "post", "author": {"en": "An organiser"}, "platform": "Sampler", **_CITED}
        ],
        "lawsuits": [{"id": "lawsuit", **_CITED}],
        "reports": [{"id": "report", **_CITED, "members": {"value": 5, "sources": ["S2"]}}],
        "precedents": [{"id": "precedent", **_CITED}],
        "first_claims": [{"id": "first", "claimed_by": {"en": "The Ledger"}, **_CITED}],
    },
}


def sample(**changes: Any) -> dict[str, Any]:
    """A dossier that holds every field of the format."""
    return deepcopy(_SAMPLE) | changes


def smallest(**changes: Any) -> dict[str, Any]:
    """A dossier that holds nothing that may be left out."""
    said = sample()
    return {
        **said,
        "petition": {
            name: said["petition"][name]
            for name in ("campaign", "addressed_to", "demand", "launched", "text")
        },
        "coalition": {"groups": []},
        **{name: [] for name in ("counts", "statements", "events", "questions")},
        "facts": {name: [] for name in said["facts"]},
        **changes,
    }


def file_of(document: object) -> bytes:
    """The document as somebody would write it: two spaces in, a line for each field."""
    return json.dumps(document, indent=2, ensure_ascii=False).encode()


def version(*, at: datetime = MONDAY, **changes: Any) -> Version:
    """A version of the sample that waits for review."""
    content = file_of(sample(**changes))
    return actions.import_dossier(content=content, at=at, by=BY).version


def shown_version(*, at: datetime = MONDAY, **changes: Any) -> Version:
    """A version of the sample that shows."""
    made = version(at=at, **changes)
    actions.show(version=made, at=at, by=BY)
    made.refresh_from_db()
    return made
