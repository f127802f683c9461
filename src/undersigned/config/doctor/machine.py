"""The machine: room on its disks, its keys, the way to the mail server, backups, what pages are made of."""

import json
import shutil
import smtplib
import socket
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import ERROR, run_checks

from undersigned.config import keyfiles
from undersigned.config.backups.take import backups
from undersigned.config.doctor.statement import Statement, problem, well
from undersigned.ui.messages import LOCALE

GIB = 1024**3
ROOM = GIB  # beside twice the database: a backup needs a copy, an upgrade needs a backup
BACKUP_AGE = timedelta(hours=26)  # one is made every night
PATIENCE = 5.0  # seconds for the mail server
LEFT_BEHIND = ("*.before-*", "*.restored-*")


def statements(at: datetime) -> Iterator[Statement]:
    """Of the machine."""
    yield from _checks()
    yield from _disks()
    yield from _keys()
    yield _mail_server()
    yield from _backups(at)
    yield from _old_databases(at)
    yield _static_files()
    yield _catalogues()


def _checks() -> Iterator[Statement]:
    faults = [message for message in run_checks() if message.level >= ERROR]
    for fault in faults:
        yield problem("settings", fault.msg, fault.hint or "See docs/run/settings.md.")
    if not faults:
        yield well("settings", "Nothing in them would lose or expose something.")


def _disks() -> Iterator[Statement]:
    folders = {settings.VAR, settings.BACKUPS, settings.ERASURE_LEDGER.parent, settings.LOG}
    for folder in sorted({_device(folder): folder for folder in folders}.values()):
        free = shutil.disk_usage(_there(folder)).free
        needed = ROOM + 2 * _database_size()
        words = f"{free / GIB:.1f} GiB are free under {folder}"
        if free < needed:
            yield problem(
                "disk", f"{words}; {needed / GIB:.1f} are wanted.", "Make room before it is full."
            )
        else:
            yield well("disk", f"{words}.")


def _keys() -> Iterator[Statement]:
    files = keyfiles.listed(settings.KEYS)
    exposed = [file.path.name for file in files if file.exposed]
    private = [file.path.name for file in files if file.path.match("backup*.key")]
    if not files:
        yield problem("keys", f"There is none in {settings.KEYS}.", "Run `undersigned keys make`.")
    elif exposed:
        yield problem(
            "keys", f"Others on this machine may read {', '.join(exposed)}.", "chmod o-rwx them."
        )
    elif settings.PRODUCTION and private:
        yield problem(
            "keys",
            f"{', '.join(private)} lies beside the backups that it opens.",
            "Move it off this machine, in two places; keep backup.pub here.",
        )
    else:
        yield well("keys", f"{len(files)} files in {settings.KEYS}, none open to others.")


def _mail_server() -> Statement:
    name = f"{settings.SMTP_HOST}:{settings.SMTP_PORT}"
    try:
        _greet()
    except (OSError, smtplib.SMTPException) as error:
        return problem(
            "mail server",
            f"{name} does not take letters: {type(error).__name__}.",
            "Letters wait meanwhile. Check UNDERSIGNED_SMTP_HOST, _PORT, _SECURITY, _USER, _PASSWORD.",
        )
    return well("mail server", f"{name} answers.")


def _greet() -> None:
    context = ssl.create_default_context()
    place = (settings.SMTP_HOST, settings.SMTP_PORT)
    if settings.SMTP_SECURITY == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=PATIENCE, context=context)
    else:
        server = smtplib.SMTP(*place, timeout=PATIENCE, local_hostname=socket.gethostname())
    with server:
        if settings.SMTP_SECURITY == "starttls":
            server.starttls(context=context)
        if settings.SMTP_USER:
            server.login(settings.SMTP_USER, settings.SMTP_PASSWORD)
        server.noop()


def _backups(at: datetime) -> Iterator[Statement]:
    made = backups()
    if not made:
        words = f"There is none in {settings.BACKUPS}."
        yield problem("backup", words, "Run `undersigned backup`, and every night (docs/run).")
        return
    newest, path = made[-1]
    words = f"The newest is of {newest:%Y-%m-%d %H:%M} UTC, {path.name}; {len(made)} in all."
    if at - newest > BACKUP_AGE:
        yield problem(
            "backup", words, "Look at undersigned-backup.timer, or run `undersigned backup`."
        )
    else:
        yield well("backup", words)


def _old_databases(at: datetime) -> Iterator[Statement]:
    """Copies that a restore left: not encrypted, and not within the days that pages promise."""
    limit = (at - timedelta(days=settings.BACKUP_DAYS)).timestamp()
    found = [path for pattern in LEFT_BEHIND for path in settings.VAR.glob(pattern)]
    for path in sorted(path for path in found if path.stat().st_mtime < limit):
        yield problem(
            "old database",
            f"{path} is older than the {settings.BACKUP_DAYS} days that pages promise.",
            "Delete it.",
        )


def _static_files() -> Statement:
    if not settings.COLLECTED:
        return well("styles and scripts", "They are served from the installed package.")
    manifest = settings.VAR / "static" / "staticfiles.json"
    try:
        collected = set(json.loads(manifest.read_text(encoding="utf-8"))["paths"])
    except (OSError, ValueError, KeyError):
        collected = set()
    shipped = {name for finder in get_finders() for name, _ in finder.list([])}
    if shipped - collected:
        words = f"{len(shipped - collected)} files are not collected."
        return problem("styles and scripts", words, "Run `undersigned upgrade`.")
    return well("styles and scripts", f"{len(shipped)} files are collected.")


def _catalogues() -> Statement:
    sources = list(LOCALE.glob("*/LC_MESSAGES/*.po"))
    missing = [path.parts[-3] for path in sources if not path.with_suffix(".mo").exists()]
    if missing:
        words = f"Not compiled: {', '.join(sorted(missing))}."
        return problem("translations", words, "Run `undersigned upgrade`.")
    return well("translations", "They are compiled.")


def _device(folder: Path) -> int:
    return _there(folder).stat().st_dev


def _there(folder: Path) -> Path:
    """The folder, or the nearest above it that exists."""
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())


def _database_size() -> int:
    name = settings.DATABASES["default"]["NAME"]
    path = Path(name)
    return path.stat().st_size if "sqlite" in settings.DATABASE_URL and path.exists() else 0
