"""No English is left in a Spanish page, and every message has its Spanish."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.db import transaction
from tests.contracts import pseudo
from tests.contracts.routes import Route, routes
from tests.contracts.support import PACKAGE, ROOT
from tests.contracts.world import World, serving

CATALOGUE = Path("ui") / "locale" / "es" / "LC_MESSAGES" / "django.po"
PLACE = re.compile(r"%\((\w+)\)[sd]|(?<!\{)\{(\w*)\}|%[sd]")
READER = {"public": "nobody", "anyone": "nobody", "newcomer": "newcomer"}
READER |= {"council_office": "staff", "reviewer": "clerk"}


@pytest.mark.long
def test_no_english_is_left_in_a_spanish_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    pseudo.speak(monkeypatch)
    data = pseudo.data()
    left = {
        f"{method} {route}": words
        for route in routes()
        for method in ("GET", "POST")
        if (words := pseudo.english_left(spanish(world, route, method), data))
    }
    assert left == {}


def spanish(world: World, route: Route, method: str) -> str:
    """A page in Spanish as one who may read it sees it; empty if it is no page."""
    client = world.client(route.site, READER.get(route.audience, route.audience))
    with serving(route.site), transaction.atomic():
        response = client.generic(method, world.address(route, "es"))
        transaction.set_rollback(True)
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return response.content.decode() if is_page else ""


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("xgettext"), reason="needs gettext; make test installs it")
def test_every_message_of_the_code_has_its_spanish(tmp_path: Path) -> None:
    """A fresh extraction from a copy of the code, compared with the committed catalogue."""
    copy = tmp_path / "undersigned"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("static", "*.mo"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    make = ["makemessages", "--locale", "es", "--no-obsolete", "--no-location", "--verbosity", "0"]
    command = [sys.executable, "-P", "-c", EXTRACT, *make]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    fresh, kept = catalogue(copy / CATALOGUE), catalogue(PACKAGE / CATALOGUE)
    assert messages(fresh) - messages(kept) == set(), "not in the catalogue: make messages"
    assert messages(kept) - messages(fresh) == set(), "no longer in the code: make messages"


EXTRACT = """
import sys; sys.path.insert(0, "."); sys.argv[0] = "manage.py"
import os; os.environ["DJANGO_SETTINGS_MODULE"] = "undersigned.config.settings"
import undersigned.config
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
"""


def catalogue(path: Path) -> Catalog:
    """A catalogue, parsed."""
    with path.open("rb") as file:
        return read_po(file)


def messages(found: Catalog) -> set[tuple[object, object]]:
    """A catalogue's messages with their contexts."""
    return {(message.context, message.id) for message in found if message.id}


def faults(found: Catalog) -> list[str]:
    """Messages without a translation, or whose translation names other values."""
    wrong = []
    for message in found:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        words = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and (message.fuzzy or not all(words)):
            wrong.append(f"not translated: {ids[0]}")
        elif message.id and any(places(text) - places(ids[-1]) for text in words):
            wrong.append(f"other values: {ids[0]}")
    return wrong


def places(text: str) -> set[str]:
    """The values that a message names."""
    return {match[0] for match in PLACE.finditer(text)}


def test_the_catalogue_is_complete() -> None:
    assert faults(catalogue(PACKAGE / CATALOGUE)) == []


def test_english_in_a_page_is_found() -> None:
    page = """<html lang="es"><title>⟦Petitions⟧ · Sample Site</title>
        <p title="Close">⟦Signed by ⟦two⟧ people⟧ 17 <b lang="en">English</b>
        <img alt="A chart">River Friends of Exampleton<br>Sign now <code>GET</code>
        2 de ⟦March⟧ de 2026 ben@example.org ⟦By <em>Ben</em>, once⟧</p>
        <p>River …</p><p>Rivers …</p>"""
    known = ["River Friends", "Exampleton", "Sample Site"]
    left = pseudo.english_left(page, known)
    assert left == ["Close", "A chart", "of", "Sign now", "Rivers …"]


def test_a_missing_translation_is_found() -> None:
    found = Catalog(locale="es")
    found.add("Sign", "Firmar")
    found.add("Close", "")
    found.add("%(count)s names", "%(number)s nombres")
    found.add(("%(count)s day", "%(count)s days"), ("un día", "%(count)s días"))
    assert faults(found) == ["not translated: Close", "other values: %(count)s names"]
