"""What is not restored: another key's backup, a damaged one, one of another database, any while the site is in use."""

import base64
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from tests.config.backups.site import back_up, refused, unchanged
from tests.installation import POSTGRESQL, SET_UP, Installation

from undersigned.config.backups.stream import Header, write
from undersigned.journal.keys import key_id_of

pytestmark = pytest.mark.fault


def test_another_key_is_refused_in_clear_words(site: Installation, tmp_path: Path) -> None:
    path = back_up(site)
    site.undersigned("keys", "make", KEYS=tmp_path / "others")
    key = tmp_path / "others" / "backup.key"
    sentence = refused(site.undersigned("restore", str(path), "--key", str(key)))
    assert re.fullmatch(
        r"This backup is sealed to the key [0-9a-f]{8}; the key given is [0-9a-f]{8}\.", sentence
    )
    unchanged(site)


def test_without_a_key_it_says_where_to_look(site: Installation) -> None:
    path = back_up(site)
    key = site.folder / "keys" / "backup.key"
    key.unlink()
    assert refused(site.undersigned("restore", str(path))) == (
        f"{key}: No such file or directory. Bring backup.key from where it is kept."
    )
    unchanged(site)


def test_a_backup_cut_short_is_refused(site: Installation) -> None:
    path = back_up(site)
    os.truncate(path, path.stat().st_size - 1000)
    assert refused(site.undersigned("restore", str(path))) == (
        "The backup is damaged: it was changed, or its end is missing."
    )
    unchanged(site)


@pytest.mark.parametrize("part", [0.0, 0.4, 0.999])
def test_a_backup_with_one_bit_changed_is_refused(site: Installation, part: float) -> None:
    path = back_up(site)
    with path.open("r+b") as file:
        place = int(path.stat().st_size * part)
        file.seek(place)
        (byte,) = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ 4]))
    assert refused(site.undersigned("restore", str(path))) in {
        "This is not a backup of Undersigned, or its beginning was changed.",
        "The backup is damaged: it was changed, or its end is missing.",
    }
    unchanged(site)


HOLD = """
import sys
from django.db import connection
from undersigned.signatures.models import Signature
Signature.objects.count()
print("open", flush=True)
sys.stdin.read()
"""


def test_a_database_in_use_is_not_replaced(site: Installation) -> None:
    path = back_up(site)
    code = SET_UP + HOLD
    holder = subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | site.settings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"open\n"
        sentence = refused(site.undersigned("restore", str(path)))
    assert sentence.endswith("Stop web, office and worker first.")
    unchanged(site)


def test_while_a_restore_is_pending_nothing_serves(site: Installation) -> None:
    (site.folder / "restore-pending").touch()
    done = site.undersigned("web", "--port", "0")
    assert done.returncode == 1
    assert "A restore is under way, or was cut short." in done.stderr
    assert site.undersigned("restore", "--abandon").returncode == 0
    assert not (site.folder / "restore-pending").exists()
    assert refused(site.undersigned("restore", "--abandon")) == "No restore is pending."


def test_a_backup_of_the_other_kind_of_database_is_refused(
    site: Installation, tmp_path: Path
) -> None:
    public = public_key_at(site.folder / "keys" / "backup.pub")
    kind, other = ("postgresql", "sqlite") if POSTGRESQL else ("sqlite", "postgresql")
    path = tmp_path / "other.backup"
    with path.open("wb") as file:
        header = Header("2026-03-02T09:00:00+00:00", "0.1.0", other, [], {}, 0, "0" * 32)
        write(file, header, [b"plain"], public)
    assert refused(site.undersigned("restore", str(path))) == (
        f"This backup is of {other}; the settings name a {kind} database."
    )
    unchanged(site)


def public_key_at(path: Path) -> tuple[bytes, X25519PublicKey]:
    raw = base64.b64decode(path.read_text())
    return key_id_of(raw), X25519PublicKey.from_public_bytes(raw)
