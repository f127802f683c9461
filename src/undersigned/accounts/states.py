from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """The roles for the whole site."""

    MODERATOR = "moderator", _("Moderator")
    OPERATOR = "operator", _("Operator")
