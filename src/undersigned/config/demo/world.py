"""What the demo shows, as the files in `examples/` say: one made-up town, and dossiers."""

import json
from pathlib import Path
from typing import Any

from undersigned.config.terminal import Stop

World = dict[str, Any]

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"


def read_world() -> World:
    """The made-up town: the file that has signers. Raises Stop where this is not a checkout."""
    for content in _examples().values():
        if "signers" in content:
            return content
    raise Stop(f"The demo needs the folder {EXAMPLES}, which comes with the source code.")


def dossiers() -> list[bytes]:
    """All other files."""
    return [path.read_bytes() for path, content in _examples().items() if "signers" not in content]


def outlines() -> list[tuple[bytes, str]]:
    """The maps of wards among the examples, and whose they say they are."""
    files = [path.read_bytes() for path in sorted(EXAMPLES.glob("*.geojson"))]
    return [(content, json.loads(content)["source"]) for content in files]


def _examples() -> dict[Path, World]:
    files = sorted(EXAMPLES.glob("*.json"))
    return {path: json.loads(path.read_text(encoding="utf-8")) for path in files}
