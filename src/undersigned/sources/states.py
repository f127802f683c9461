"""Closed lists: how a source relates to the matter, and what a speaker says of the petition."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Relation(TextChoices):
    """How whoever published a source relates to the matter; shown wherever the source is cited."""

    PRESS = "press", _("press")
    PARTY_FOR = "party_for", _("party to the matter, for the petition")
    PARTY_AGAINST = "party_against", _("party to the matter, against the petition")
    OFFICIAL = "official", _("official")
    SCHOLAR = "scholar", _("scholar")
    OTHER = "other", _("other")


class Position(TextChoices):
    """What a speaker says of the petition itself; `unstated` unless the source says so."""

    FOR = "for", _("For the petition")
    AGAINST = "against", _("Against the petition")
    NEITHER = "neither", _("Neither for nor against")
    UNSTATED = "unstated", _("No position on the petition stated")


class Kind(TextChoices):
    STATEMENT = "statement", _("Statement")
    REPLY = "reply", _("Reply")
