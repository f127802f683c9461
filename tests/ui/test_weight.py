"""The public pages stay light: everything included, 60 KB over the wire and six requests."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from tests.factories.petitions import open_petition

LIMIT = 60 * 1024
FONT = re.compile(r'url\("([^"]+)"\)')


def loaded(html: str) -> list[Path]:
    """The files that a browser fetches for a page: style, script, icon, and the style's font."""
    names = re.findall(
        r'(?:<link rel="(?:stylesheet|icon|preload)" |<script [^>]*)(?:href|src)="/static/([^"]+)"',
        html,
    )
    files = [Path(str(finders.find(name))) for name in dict.fromkeys(names)]
    fonts = [
        style.parent / font
        for style in files
        if style.suffix == ".css"
        for font in FONT.findall(style.read_text(encoding="utf-8"))
    ]
    return list(dict.fromkeys([*files, *fonts]))


def weight(file: Path) -> int:
    raw = file.read_bytes()
    return len(raw) if file.suffix == ".woff2" else len(gzip.compress(raw))


@pytest.mark.django_db
def test_a_petition_page_weighs_at_most_60_kb_in_at_most_six_requests(web: Client) -> None:
    petition = open_petition(text="A paragraph of the petition’s text.\n\n" * 40)
    answer = web.get(f"/petitions/{petition.slug}/", headers={"accept-encoding": "gzip"})
    files = loaded(gzip.decompress(answer.content).decode())
    assert sorted(file.suffix for file in files) == [".css", ".js", ".svg", ".woff2"]
    assert len(answer.content) + sum(map(weight, files)) <= LIMIT


def test_the_font_s_licence_lies_beside_it() -> None:
    font = Path(str(finders.find("ui/undersigned-serif.woff2")))
    licence = (font.parent / "undersigned-serif-OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
