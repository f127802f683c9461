"""PDF by Typst: tagged, PDF/UA-1, the same bytes for the same words. Nothing outside typst/ is read."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

FOLDER = Path(__file__).parent / "typst"


def pdf(template: str, facts: Mapping[str, Any], *, tagged: bool = True) -> bytes:
    """The document that a template makes of facts, which it gets as JSON: text is text, never markup."""
    accessible: dict[str, Any] = {"pdf_standards": "ua-1"} if tagged else {"pdf_tags": False}
    made: bytes = typst.compile(
        FOLDER / f"{template}.typ",
        root=FOLDER,
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)},
        timestamp=0,
        ignore_system_fonts=True,
        **accessible,
    )
    return made
