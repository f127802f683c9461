"""Changes behind the site's back: one column of one row, one row added, one row deleted."""

import random
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import Field, Model

# What fsck does not claim to see: a row's own number, and the columns that the site works with
# and nobody counts on. `None` stands for every other column.
COLUMNS: dict[str, set[str] | None] = {
    "signatures.Signature": {
        *("ref", "petition", "state", "email_index", "name_index", "slot", "commit_c", "commit_w"),
        *("sealed", "language", "show_name", "name_shown", "for_groups", "token_hash", "code_hash"),
        *(
            "made_at",
            "confirmed_at",
            "left_at",
            "held",
            "void_reason",
            "counted_as",
            "replaces",
            "check_sum",
        ),
    },
    "signatures.PetitionCount": {"confirmed", "withdrawn", "void"},
    "signatures.HourlyCount": None,
    "signatures.PublicName": None,
    "petitions.Petition": None,
    "petitions.Sponsor": None,
    "petitions.NamedOfficial": None,
    "petitions.Group": None,
    "petitions.GroupMember": None,
    "councils.Council": None,
    "councils.Ward": None,
    "councils.Seat": None,
    "councils.Member": None,
    "councils.Officer": None,
    "councils.Rules": None,
    "councils.Notice": None,
    "sources.Source": None,
    "sources.Statement": None,
    "record.Dossier": None,
    "record.Version": None,
    "accounts.SiteRole": None,
    "accounts.Invitation": None,
    "mail.Letter": {"created_at"},
    "journal.Entry": None,
    "journal.Fingerprint": {"marks"},
}


def mutate(draw: random.Random) -> str:
    """One mutation that the database itself does not refuse; what was done, in words."""
    while True:
        model = apps.get_model(draw.choice(sorted(COLUMNS)))
        rows = list(_rows(model).order_by("pk"))
        if not rows:
            continue
        kind = draw.choice([_flip, _flip, _flip, _insert, _delete])
        try:
            with transaction.atomic():
                done = kind(draw.choice(rows), draw)
        except (DatabaseError, ValueError):
            continue  # refused by a constraint, which is as good as found
        if done:
            return done


def _rows(model: type[Model]) -> models.QuerySet[Model]:
    rows = model._default_manager.all()
    if model._meta.label == "mail.Letter":  # fsck counts those that go with a signature
        return rows.filter(kind="signatures.confirm")
    return rows


def _flip(row: Model, draw: random.Random) -> str:
    field = draw.choice(list(_fields(type(row))))
    old = getattr(row, field.attname)
    new = _other(field, old, draw)
    type(row)._default_manager.filter(pk=row.pk).update(**{field.attname: new})
    after = type(row)._default_manager.values_list(field.attname, flat=True).get(pk=row.pk)
    if after == old:
        return ""
    return f"{row._meta.label}:{row.pk}.{field.attname}: {old!r:.60} became {new!r:.60}"


def _insert(row: Model, draw: random.Random) -> str:
    was, manager = row.pk, type(row)._default_manager
    facts = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    for field in row._meta.concrete_fields:
        if field.primary_key and isinstance(field, models.AutoField | models.BigAutoField):
            facts.pop(field.attname)
        elif field.primary_key and isinstance(field, models.CharField):
            facts[field.attname] = "petition:999999"
        elif field.unique and isinstance(field, models.BinaryField):
            facts[field.attname] = secrets.token_bytes(len(facts[field.attname] or b"x" * 32))
        elif field.unique and isinstance(field, models.CharField):
            facts[field.attname] += "-2"
    if "number" in facts:
        facts["number"] += 1
    if "hour" in facts:
        facts["hour"] += timedelta(hours=draw.randint(1, 9))
    if row._meta.label in {"sources.Source", "councils.Ward", "councils.Seat"} and "name" in facts:
        facts["name"] += " 2"
    new = manager.bulk_create([type(row)(**facts)])[0]
    return f"{row._meta.label}:{new.pk} was added, a copy of {was}"


def _delete(row: Model, _: random.Random) -> str:
    rows = type(row)._default_manager.filter(pk=row.pk)
    rows._raw_delete(rows.db)  # this row alone
    return f"{row._meta.label}:{row.pk} was deleted"


def _fields(model: type[Model]) -> Iterator[Field[Any, Any]]:
    named = COLUMNS[model._meta.label]
    for field in model._meta.concrete_fields:
        if field.name in named if named else not field.primary_key:
            yield field


def _other(field: Field[Any, Any], old: Any, draw: random.Random) -> Any:
    if field.null and old is not None and draw.random() < 0.2:
        return None
    for kind, other in OTHERS.items():
        if isinstance(field, kind):
            return other(field, old, draw)
    if field.choices:
        return draw.choice([value for value, _ in field.flatchoices if value != old])
    return _one_character(str(old or ""), draw)


def _other_key(field: Any, old: Any, draw: random.Random) -> Any:
    keys = field.related_model._default_manager.values_list("pk", flat=True)
    return draw.choice([key for key in keys if key != old] or [424_242])


def _other_moment(_: Any, old: datetime | None, draw: random.Random) -> datetime:
    shift = timedelta(seconds=draw.choice([-3600, -1, 1, 3600]))
    return (old or datetime(2026, 1, 1, tzinfo=UTC)) + shift


def _one_bit(old: bytes, draw: random.Random) -> bytes:
    place = draw.randrange(len(old))
    return old[:place] + bytes([old[place] ^ (1 << draw.randrange(8))]) + old[place + 1 :]


def _one_character(old: str, draw: random.Random) -> str:
    place = draw.randrange(len(old) + 1)
    return old[:place] + draw.choice("abcdef0123456789") + old[place + 1 :]


# Of the first kind that fits; a moment is also a date.
OTHERS: dict[type[Field[Any, Any]], Callable[[Any, Any, random.Random], Any]] = {
    models.ForeignKey: _other_key,
    models.BooleanField: lambda _field, old, _draw: not old,
    models.JSONField: lambda _field, old, _draw: {**old, "rows": old.get("rows", 0) + 1},
    models.DateTimeField: _other_moment,
    models.DateField: lambda _field, old, _draw: (old or date(2026, 1, 1)) + timedelta(days=1),
    models.IntegerField: lambda _field, old, draw: max(0, (old or 0) + draw.choice([-1, 1, 2])),
    models.BinaryField: lambda _field, old, draw: _one_bit(bytes(old or bytes(32)), draw),
}
