"""From sealed facts to words: how every stage writes its letters.

A letter is one entry in the wiring and one function in the app's emails.py::

    # config/wiring.py
    LETTERS = {"signatures.confirm": "undersigned.signatures.emails.confirm"}

    # signatures/emails.py
    SAMPLES = {"signatures.confirm": {"to": "sample@example.org", "link": "…", "code": "1234 5678"}}

    def confirm(facts: Mapping[str, str], language: str) -> Words:
        return render("signatures/emails/confirm", facts, language)

SAMPLES holds, for each kind of the module, the facts of a made-up letter: what `write` would be
given. `mail.previews` renders them for the desk, and a contract test renders each in every language.

In templates/signatures/emails/confirm/ stand three templates. They see the facts by name
(``{{ link }}``), and site_name, operator_name, operator_email, public_address and backup_days.
A fact that is named and was not given is an error (FactMissing), never a hole in a letter.

- subject.txt: one line.
- body.txt: ``{% extends "mail/base.txt" %}`` with the blocks `words` and `why`.
- body.html: ``{% extends "mail/base.html" %}`` with the same blocks; a link that is the letter's
  point is ``<p class="press"><a href="{{ link }}">…</a></p>``, a code ``<p class="code">{{ code }}</p>``.

`why` says, in one sentence, why the reader got this letter. Nothing that a stranger typed into a
form belongs in a letter: no name, no comment. The fact `unsubscribe`, if there is one, is an
address on our own sites at which letters of this sort can be stopped; it becomes a header.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.engine import Engine
from django.utils.module_loading import import_string
from django.utils.translation import get_language_bidi, override

HOLE = "\0missing %s\0"


class KindUnknown(Exception):
    """No letter of this kind is wired."""


class FactMissing(Exception):
    """A template names a fact that the letter was not given."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """A letter's words: a subject of one line, a text, the same as HTML, and where to stop them."""

    subject: str
    text: str
    html: str
    unsubscribe: str = ""

    def __post_init__(self) -> None:
        if not self.subject.isprintable() or not self.subject.strip() or not self.text.strip():
            raise ValueError("A letter needs a subject of one line, and a text.")


Letter = Callable[[Mapping[str, str], str], Words]


def words(kind: str, facts: Mapping[str, str], language: str) -> Words:
    """The words of one letter. Raises KindUnknown, FactMissing, and whatever its function raises."""
    return function(kind)(facts, language)


def function(kind: str) -> Letter:
    """The function that writes letters of this kind, by the wiring. Raises KindUnknown."""
    if kind not in wired():
        raise KindUnknown(kind)
    found: Letter = import_string(wired()[kind])
    return found


def wired() -> dict[str, str]:
    """Kind → dotted name, of every letter there is."""
    letters: dict[str, str] = import_string(settings.LETTER_WIRING)
    return letters


def render(folder: str, facts: Mapping[str, str], language: str) -> Words:
    """Words from the templates in `folder` (subject.txt, body.txt, body.html), in a language.

    A language the site does not speak becomes its first one. Raises FactMissing.
    """
    with override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        return Words(
            subject=" ".join(_fill(f"{folder}/subject.txt", facts).split()),
            text=_tidy(_fill(f"{folder}/body.txt", facts)),
            html=_fill(f"{folder}/body.html", facts),
            unsubscribe=facts.get("unsubscribe", ""),
        )


def _fill(name: str, facts: Mapping[str, str]) -> str:
    context = Context({**facts, **_site()}, autoescape=name.endswith(".html"))
    filled = _engine().get_template(name).render(context)
    if hole := re.search(HOLE % r"([^\0]+)", filled):
        raise FactMissing(f"{name} needs {hole[1]}.")
    return filled


def _site() -> dict[str, Any]:
    return {
        "site_name": settings.SITE_NAME,
        "operator_name": settings.OPERATOR,
        "operator_email": settings.OPERATOR_EMAIL,
        "public_address": settings.PUBLIC_ADDRESS,
        "backup_days": settings.BACKUP_DAYS,
        "direction": "rtl" if get_language_bidi() else "ltr",
    }


@lru_cache
def _engine() -> Engine:
    """The site's template engine, but one that marks what is missing instead of leaving it out."""
    site = Engine.get_default()
    return Engine(
        dirs=list(site.dirs),
        app_dirs=site.app_dirs,
        libraries=site.libraries,
        builtins=site.builtins,
        string_if_invalid=HOLE,
    )


def _tidy(text: str) -> str:
    """Without trailing spaces, and with one empty line where template tags left several."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"
