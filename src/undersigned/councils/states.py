from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Basis(TextChoices):
    """What ties a signer to the place; a signer names one."""

    LIVE = "live", _("lives here")
    WORK = "work", _("works here")
    STUDY = "study", _("studies here")


class Field(TextChoices):
    """What a signer is asked for besides name and e-mail."""

    ADDRESS = "address", _("street address")
    POSTCODE = "postcode", _("postcode")


class Role(TextChoices):
    """What somebody is for a council."""

    CLERK = "clerk", _("Clerk")
    DEPUTY = "deputy", _("Deputy clerk")
    STAFF = "staff", _("Office staff")
    MEMBER = "member", _("Council member")


# Who runs the council's pages here, and who works for it besides.
CLERKS = (Role.CLERK, Role.DEPUTY)
OFFICERS = (Role.CLERK, Role.DEPUTY, Role.STAFF)
INVITED_BY_CLERKS = (Role.DEPUTY, Role.STAFF, Role.MEMBER)
