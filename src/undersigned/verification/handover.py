"""The list of a petition's signers as files for whoever checks them: CSV and PDF, encrypted to that person alone."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date

import pyrage
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from undersigned.petitions.models import Petition
from undersigned.pure.standards.spreadsheets import text_cell
from undersigned.verification.pdf import pdf

TAGGED = 2000  # rows: beyond, tags make a PDF ten times as large, and its reader has the CSV


@dataclass(frozen=True)
class Signer:
    """A row of the list. `entry` is the signature's number in the public log."""

    entry: int
    name: str
    address: str
    ward: str
    signed_on: str
    via: str


def encrypted(plain: bytes, recipient: str) -> bytes:
    """The file as age has it, for this recipient alone."""
    sealed: bytes = pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(recipient)])
    return sealed


def csv_of(signers: Iterable[Signer]) -> bytes:
    """Every cell is text, also to a spreadsheet program; UTF-8 with the mark that Excel asks for."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(["entry", "name", "address", "ward", "signed_on", "via"])
    for signer in signers:
        entry, *texts = astuple(signer)
        rows.writerow([entry, *(text_cell(text) for text in texts)])
    return out.getvalue().encode("utf-8-sig")


def pdf_of(petition: Petition, signers: Sequence[Signer], *, day: str) -> bytes:
    """The same to read and print, with the notice's terms above, in the petition's language."""
    with override(petition.language):
        facts = {
            "title": _("Signers of a petition"),
            "author": petition.council.name,
            "language": petition.language,
            "kicker": f"{petition.council.name}, {petition.council.place}",
            "petition": petition.title,
            "terms": _terms(petition, len(signers), day),
            "header": [
                *(_("Entry"), _("Name"), _("Address"), _("Ward"), _("Signed on"), _("By")),
            ],
            "rows": [[str(cell) for cell in astuple(signer)] for signer in signers],
            "footer": _("Personal data. Handed over on %(day)s for checking, and for nothing else.")
            % {"day": day},
        }
    return pdf("signers", facts, tagged=len(signers) <= TAGGED)


def _terms(petition: Petition, number: int, day: str) -> list[str]:
    told = petition.notice.document if petition.notice else {}
    words = [told[part].get(petition.language) or told[part]["en"] for part in told]
    count = ngettext("%(number)d signature", "%(number)d signatures", number) % {"number": number}
    return [f"{count}. {day}.", *words]


def today_in(petition: Petition, day: date) -> str:
    """A day in the petition's language."""
    with override(petition.language):
        return str(date_format(day))
