"""The verifier for a browser: one HTML file that checks a receipt and recounts a log by itself.

It needs no server but the log, no library and no WebCrypto, so it works as a file on somebody's disk.
Its parts are the small files of this folder; `page` puts them together, always to the same bytes,
whose SHA-256 the log publishes. The arithmetic (`CODE`) runs in a worker, the rest (`PAGE`) in the page.
"""

import json
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent
CODE = (
    *("bytes.js", "sha256.js", "ed25519.js", "tree.js", "notes.js", "policy.js", "leaves.js"),
    *("reading.js", "walking.js", "checks.js", "rotation.js", "receipts.js", "worker.js"),
)
PAGE = ("view.js", "page.js")
LANGUAGES = ("en", "es")
ICON = Path(__file__).parents[2] / "ui" / "static" / "ui" / "mark.svg"
# What may frame a page can only be said in a header. All else stands in the page itself: it may be
# opened as a file, and a site may for a while serve the page of the version before.
HEADER = "frame-ancestors 'none'"
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src {style}; img-src data:; connect-src *; "
    "worker-src blob:; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types undersigned"
)


@cache
def page() -> bytes:
    """The whole file; the same bytes each time."""
    icon = b64encode(ICON.read_bytes()).decode()
    parts = {
        "policy": f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">',
        "icon": f'<link rel="icon" href="data:image/svg+xml;base64,{icon}">',
        "style": f"<style>{_style()}</style>",
        "code": f'<script id="code">{_code()}</script>',
        "page": f"<script>{_page()}</script>",
    }
    html = _text("page.html")
    for name, part in parts.items():
        html = html.replace(f"<!-- {name} -->", part)
    return html.encode()


def _policy() -> str:
    scripts = f"{_hash(_code())} {_hash(_page())}"
    return POLICY.format(scripts=scripts, style=_hash(_style()))


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _style() -> str:
    return f"\n{_text('page.css')}"


def _code() -> str:
    return _script(_text(name) for name in CODE)


def _page() -> str:
    words = {language: json.loads(_text(f"words.{language}.json")) for language in LANGUAGES}
    known = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return _script([f"const WORDS = {known};\n", *map(_text, PAGE)])


def _script(parts: Iterable[str]) -> str:
    return '\n"use strict";\n' + "\n".join(parts)


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
