"""The published schema of a dossier, and what it finds wrong, in plain words."""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path as File
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from undersigned.record.reader import Path, Reading

SCHEMA = File(__file__).parent / "schema" / "dossier-v0.json"


@cache
def validator() -> Draft202012Validator:
    """A validator of the published schema, JSON Schema draft 2020-12."""
    return Draft202012Validator(json.loads(SCHEMA.read_text()))


def check_schema(reading: Reading) -> None:
    """Note every fault that the schema finds."""
    for error in validator().iter_errors(reading.value):
        path: Path = tuple(error.absolute_path)
        if error.validator == "additionalProperties":
            for name in _unknown(error):
                inside = (*path, name)
                reading.fault(reading.names[inside], inside, _("There is no such field here."))
        elif error.validator == "required":
            for name in _missing(error):
                reading.fault(reading.values[path], (*path, name), _("This field is missing."))
        else:
            problem = _PROBLEMS[error.validator](error.validator_value, error.schema)
            reading.fault(reading.values[path], path, problem)


def _missing(error: ValidationError) -> Iterator[str]:
    required: Any = error.validator_value
    present: Any = error.instance
    return (name for name in required if name not in present)


def _unknown(error: ValidationError) -> Iterator[str]:
    schema: Any = error.schema
    present: Any = error.instance
    patterns = schema.get("patternProperties", {})
    for name in present:
        known = name in schema.get("properties", {})
        if not known and not any(re.search(pattern, name) for pattern in patterns):
            yield name


def _at_least(limit: int, _schema: object) -> str:
    return ngettext(
        "At least %(count)d entry belongs here.", "At least %(count)d entries belong here.", limit
    ) % {"count": limit}


def _kind(limit: str, _schema: object) -> str:
    kinds = {
        "object": _("This must be an object, in braces."),
        "array": _("This must be a list, in brackets."),
        "string": _("This must be a text, in quotes."),
        "integer": _("This must be a whole number."),
    }
    return kinds[limit]


# What each keyword that the schema uses found wrong: its limit and the schema around it → words.
_PROBLEMS: dict[Any, Callable[[Any, Any], str]] = {
    "type": _kind,
    "const": lambda limit, _s: _("This must be “%(limit)s”.") % {"limit": limit},
    "enum": lambda limit, _s: _("This must be one of: %(all)s.") % {"all": ", ".join(limit)},
    "pattern": lambda _l, schema: _("This must be: %(what)s.") % {"what": schema["description"]},
    "minLength": lambda _l, _s: _("This is empty."),
    "maxLength": lambda limit, _s: (
        _("This is longer than %(limit)d characters.") % {"limit": limit}
    ),
    "minItems": _at_least,
    "maxItems": lambda limit, _s: _("More than %(limit)d entries stand here.") % {"limit": limit},
    "uniqueItems": lambda _l, _s: _("The same entry stands here twice."),
    "minProperties": lambda _l, _s: _("At least one language belongs here."),
    "minimum": lambda limit, _s: _("This number is less than %(limit)d.") % {"limit": limit},
    "maximum": lambda limit, _s: _("This number is more than %(limit)d.") % {"limit": limit},
}
