"""The log under /log/: each file as its specification says, nothing else of the folder, from any origin."""

from pathlib import Path

import pytest
from django.test import Client
from tests.factories.petitions import open_petition
from tests.factories.proof import publish, signers

from undersigned.proof import browser

pytestmark = [pytest.mark.django_db, pytest.mark.long]

IMMUTABLE = "public, max-age=31536000, immutable"


@pytest.fixture
def served(log: Path, web: Client) -> Client:
    petition = open_petition()
    signers(petition, 3)
    publish()
    (log / "verify.html").write_bytes(browser.page())
    return web


@pytest.mark.parametrize(
    ("path", "kind", "caching"),
    [
        ("checkpoint", "text/plain; charset=utf-8", "public, max-age=2"),
        ("vkey", "text/plain; charset=utf-8", "public, max-age=300"),
        ("promise.vkey", "text/plain; charset=utf-8", "public, max-age=300"),
        ("tile/0/000.p/5", "application/octet-stream", IMMUTABLE),
        ("tile/entries/000.p/5", "application/octet-stream", IMMUTABLE),
        ("verify.html", "text/html; charset=utf-8", "public, max-age=300"),
    ],
)
def test_a_file_is_served_as_it_stands(
    served: Client, log: Path, path: str, kind: str, caching: str
) -> None:
    answer = served.get(f"/log/{path}")
    assert answer.status_code == 200
    assert answer.content == (log / path).read_bytes()
    assert (answer["Content-Type"], answer["Cache-Control"]) == (kind, caching)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_petitions_fixed_files_are_json(served: Client, log: Path) -> None:
    names = sorted(path.name for path in (log / "record").glob("*-*.json"))
    assert [name.partition("-")[2] for name in names] == [
        "notice.json",
        "rules.json",
        "text.json",
        "wards.json",
    ]
    for name in names:
        answer = served.get(f"/log/record/{name}")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")


def test_the_verifier_may_run_its_own_scripts_and_nothing_else_any(served: Client) -> None:
    assert served.get("/log/verify.html")["Content-Security-Policy"] == browser.HEADER
    policy = "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert served.get("/log/checkpoint")["Content-Security-Policy"] == policy


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile",
        "tile/0/000.p/6",
        "tile/0/0",
        "tile/0/x000/000",
        "tile/00/000.p/5",
        "tile/entries/000.p/05",
        "record/",
        "record/p1-text.JSON",
        "record/../checkpoint",
        "./checkpoint",
        "../sequencer.lock",
        "..%2fsequencer.lock",
        "record/%2e%2e/vkey",
        ".checkpoint.part",
        "checkpoint/",
        "checkpoint%00",
        "keys/log.key",
    ],
)
def test_nothing_else_is_there(served: Client, log: Path, path: str) -> None:
    (log / ".checkpoint.part").write_bytes(b"half")
    answer = served.get(f"/log/{path}")
    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_it_is_only_read(served: Client) -> None:
    assert served.post("/log/checkpoint").status_code == 405


def test_the_office_does_not_serve_it(served: Client, office: Client) -> None:
    assert office.get("/log/checkpoint").status_code == 404
