"""What leaves and documents of the public log are called on pages."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from undersigned.proof.models import Document
from undersigned.signatures.states import VoidReason

# What an opening fixed, and what public events tell.
FIXED: dict[str, Promise] = {
    "text": gettext_lazy("The text as it opened"),
    "rules": gettext_lazy("The council’s rules for signing"),
    "wards": gettext_lazy("The council’s wards"),
    "notice": gettext_lazy("The public-records notice"),
}
EVENTS: dict[str, Promise] = {
    "policy.published": gettext_lazy("The log’s witnesses were named"),
    "petition.taken_down": gettext_lazy("The petition was taken down"),
    "petition.restored": gettext_lazy("The petition was put back"),
    "sheet.received": gettext_lazy("A paper sheet was received"),
    "sheet.counted": gettext_lazy("Lines of a paper sheet were counted"),
    "sheet.line_taken_back": gettext_lazy("A line of a paper sheet was struck out"),
    "signatures.voids_explained": gettext_lazy("Why signatures were declared void"),
    "signatures.voids_undone": gettext_lazy("Why signatures that were void count again"),
    "draw.announced": gettext_lazy("A draw of signatures to be checked was announced"),
    "draw.thrown": gettext_lazy("Dice were thrown, and signatures to be checked were drawn"),
    "draw.grown": gettext_lazy("More signatures to be checked were drawn from the same dice"),
    "draw.cancelled": gettext_lazy("A draw was given up"),
    "certificate.issued": gettext_lazy("A certificate about the signatures was issued"),
    "certificate.withdrawn": gettext_lazy("A certificate about the signatures was withdrawn"),
    "seal_key.added": gettext_lazy("The key was named that checks a clerk’s seals"),
    "seal_key.retired": gettext_lazy("A clerk’s key was retired"),
    "signers.handed_over": gettext_lazy("The list of signers was handed over, encrypted"),
    "verifier.appointed": gettext_lazy("An independent verifier was appointed"),
    "verifier.dismissed": gettext_lazy("An independent verifier’s appointment ended"),
    "check.frozen": gettext_lazy("The list of signatures to be checked was fixed"),
    "check.closed": gettext_lazy("A check of the signatures was finished"),
    "check.cancelled": gettext_lazy("A check of the signatures was cancelled"),
    "check.reopened": gettext_lazy("A check of the signatures was taken up again"),
    "statement.made": gettext_lazy("A statement was recorded"),
    "reply.made": gettext_lazy("A reply was recorded"),
    "tool.published": gettext_lazy("A version of a program that checks the log was published"),
    "key.rotated": gettext_lazy("The log is sealed with another key from then on"),
    "source.added": gettext_lazy("A source was recorded"),
    "dossier.shown": gettext_lazy("A record of an earlier petition was shown"),
    "dossier.withdrawn": gettext_lazy("A record of an earlier petition was withdrawn"),
    "council.added": gettext_lazy("A council was added"),
    "council.represented": gettext_lazy("A council’s clerk took up the office here"),
    "council.rules_published": gettext_lazy("A council’s rules for signing were published"),
    "council.notice_published": gettext_lazy("A council’s public-records notice was published"),
    "council.wards_set": gettext_lazy("A council’s wards were named"),
    "council.ward_map_set": gettext_lazy("A map of a council’s wards was set"),
    "council.ward_map_removed": gettext_lazy("A map of a council’s wards was removed"),
    "council.seat_added": gettext_lazy("A council’s seat was added"),
    "council.seat_renamed": gettext_lazy("A council’s seat was renamed"),
    "council.member_added": gettext_lazy("A council member was recorded"),
    "council.member_corrected": gettext_lazy("The entry of a council member was corrected"),
    "council.member_claimed": gettext_lazy("A council member took up their entry"),
}
# A document's name: what it is about, what it is, and something that no other has.
NAME = re.compile(r"[a-z0-9]+-([a-z-]+?)(?:-(?:[0-9a-f]{8}|[0-9]+))?")
DOCUMENTS: dict[str, Promise] = {
    **FIXED,
    **{name.replace(".", "-").replace("_", "-"): words for name, words in EVENTS.items()},
    "by-ward": gettext_lazy("Signatures by ward"),
}
WITHHELD: dict[str, Promise] = {
    "person": gettext_lazy("withheld to protect a person"),
    "law": gettext_lazy("withheld because the law asks it"),
    "other": gettext_lazy("withheld, for a reason given elsewhere on this site"),
}


def document_words(document: Document) -> str:
    """What a document says happened, by its file's name; the name itself where this version has no words for it."""
    if (found := NAME.fullmatch(document.name)) and found[1] in DOCUMENTS:
        return str(DOCUMENTS[found[1]])
    return document.name


def figure_words() -> dict[str, str]:
    """What each of a petition's figures is called, in the order of the sum."""
    return {
        "signed": _("Signed"),
        "withdrawn": _("Withdrawn"),
        "void": _("Declared void"),
        "net": _("Counted"),
    }


def withheld_words(reason: str) -> str:
    """Why a document cannot be read any more."""
    return str(WITHHELD.get(reason, WITHHELD["other"]))


def change_words(kind: str, reason: str, number: int) -> str:
    """What so many leaves of one kind say."""
    many = {
        "withdraw": ngettext(
            "%(number)d signature was withdrawn",
            "%(number)d signatures were withdrawn",
            number,
        ),
        "void": ngettext(
            "%(number)d signature was declared void: %(reason)s",
            "%(number)d signatures were declared void: %(reason)s",
            number,
        ),
        "restore": ngettext(
            "%(number)d signature that was void counts again",
            "%(number)d signatures that were void count again",
            number,
        ),
    }
    one = {
        "open": _("The petition was opened"),
        "close": _("The petition was closed"),
        "purge": _("All that was held of its signers was destroyed; the proven count stands"),
        "note": _("A document was recorded"),
    }
    why = str(VoidReason(reason).label) if kind == "void" else ""
    return many.get(kind, one.get(kind, kind)) % {"number": number, "reason": why}
