"""Numbered sheets as a PDF file that people can sign, and that screen readers can read (PDF/UA, by Typst)."""

import io
import json
from importlib.resources import files
from typing import Any

import segno
import typst
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from undersigned.petitions.models import Petition
from undersigned.ui.links import public_link

SHORT = 1_400  # characters of a text that still leaves room for lines on the first page
LAYOUT = (files("undersigned.signatures.sheets") / "sheet.typ").read_bytes()


def print_sheets(petition: Petition, *, first: int, copies: int, lines: int, paper: str) -> bytes:
    """So many sheets with so many lines, numbered from `first`; `paper` is ``us-letter`` or ``a4``.

    In the petition's language. The same facts give the same bytes.
    """
    with override(petition.language):
        facts = {
            **_facts(petition),
            "numbers": list(range(first, first + copies)),
            "lines": lines,
            "paper": paper,
        }
    pdf: bytes = typst.compile(
        LAYOUT,
        sys_inputs={"facts": json.dumps(facts)},
        pdf_standards="ua-1",
        timestamp=0,
        ignore_system_fonts=True,
    )
    return pdf


def _facts(petition: Petition) -> dict[str, Any]:
    link = public_link("journey:petition", language=petition.language, slug=petition.slug)
    return {
        "language": petition.language,
        "petition": petition.public_ref,
        "title": petition.title,
        "summary": petition.summary,
        "text": petition.text.split("\n\n"),
        "short": len(petition.text) <= SHORT,
        "sha256": petition.text_sha256,
        "link": link,
        "qr": _qr(f"{link}#sha256-{petition.text_sha256}"),
        "columns": _columns(petition),
        "rules": _rules(petition),
        "notice": _notice(petition),
        "statement": _in(petition, _document(petition).get("circulator", {})),
        "words": _words(petition),
    }


def _document(petition: Petition) -> dict[str, Any]:
    return petition.rules.document if petition.rules else {}


def _in(petition: Petition, words: dict[str, str]) -> str:
    return words.get(petition.language) or words.get("en", "")


def _qr(target: str) -> str:
    """An SVG picture."""
    out = io.BytesIO()
    segno.make(target, error="m", micro=False).save(out, kind="svg", border=0)
    return out.getvalue().decode()


def _columns(petition: Petition) -> list[dict[str, Any]]:
    """The table's columns: heading and relative width."""
    rules = _document(petition)
    asked = {
        "address": (_("Street address"), 26),
        "postcode": (_("Postal code"), 11),
    }
    columns = [(_("Name, in capitals"), 24)]
    columns += [asked[name] for name in asked if name in rules["fields"]]
    if len(rules["bases"]) > 1:
        columns.append(("/".join(_ties()[basis] for basis in rules["bases"]), 12))
    if rules["ward"]:
        columns.append((_("Ward, if known"), 10))
    columns += [(_("E-mail, if you like"), 22), (_("Date"), 10), (_("Signature"), 24)]
    return [{"heading": heading, "width": width} for heading, width in columns]


def _ties() -> dict[str, str]:
    return {"live": _("Live"), "work": _("work"), "study": _("study")}


def _rules(petition: Petition) -> str:
    """Who may sign, and what everybody who signs says of themselves."""
    rules = _document(petition)
    parts = [_in(petition, rules["words"])]
    if rules["minimum_age"]:
        age = {"age": rules["minimum_age"]}
        parts.append(_("By signing I say that I am %(age)d years old or older.") % age)
    return " ".join(parts)


def _notice(petition: Petition) -> dict[str, Any]:
    """The public-records notice in its version."""
    notice = petition.notice
    if notice is None:
        return {"parts": [], "version": ""}
    version = {"number": notice.number, "sha256": notice.sha256}
    return {
        "parts": [_in(petition, notice.document[part]) for part in ("public", "seen_by", "until")],
        "version": _("Version %(number)d, SHA-256 %(sha256)s") % version,
    }


def _words(petition: Petition) -> dict[str, str]:
    council = {"council": petition.council.name, "place": petition.council.place}
    write_to = {"group": petition.lead.name, "address": settings.OPERATOR_EMAIL}
    opened = {"day": date_format(petition.opened_at) if petition.opened_at else ""}
    return {
        "to": _("Petition to %(council)s, %(place)s") % council,
        "by": _("From: %(groups)s") % {"groups": _coalition(petition)},
        "opened": _("Open since %(day)s") % opened,
        "sheet": _("Sheet"),
        "page": _("page"),
        "line": _("No."),
        "who": _("Who may sign"),
        "notice": _("What may become public, who sees it, until when"),
        "back": _(
            "To take your signature back or to have your data erased, write to %(group)s or to %(address)s and give "
            "the numbers of the sheet and the line. With an e-mail address here you get a letter whose links do both."
        )
        % write_to,
        "text": _("The text that is signed"),
        "full": _("The full text stands on the last page of this sheet."),
        "hash": _("SHA-256 of the text"),
        "scan": _("Scan to read the petition, and to sign on the site instead"),
        "lines": _("Signatures"),
        "circulator": _("Statement of who carries this sheet"),
        "carried": _("Who carried this sheet"),
        "name": _("Name"),
        "date": _("Date"),
        "signature": _("Signature"),
    }


def _coalition(petition: Petition) -> str:
    groups = {petition.lead_id: petition.lead.name}
    groups |= {it.group_id: it.group.name for it in petition.sponsors.select_related("group")}
    return ", ".join(groups.values())
