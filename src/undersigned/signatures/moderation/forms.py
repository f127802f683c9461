from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from undersigned.petitions.forms import RefusableForm, passage
from undersigned.petitions.text import tidy
from undersigned.signatures.forms import Line
from undersigned.signatures.moderation.conditions import MANY, Condition, Likeness
from undersigned.signatures.moderation.pages import Patterns
from undersigned.signatures.moderation.states import LookReason
from undersigned.signatures.reachable import in_ascii
from undersigned.signatures.states import Via, VoidReason

SPANS = (("confirmed_from", "confirmed_until"), ("signed_from", "signed_until"))


class OneOfSeveral(RefusableForm):
    """A form that stands beside others on a page: the ids of its fields are its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{type(self).__name__.lower()}-%s", **kwargs})


def moment(label: Any) -> forms.DateTimeField:
    """Date and time to the minute, in the site's time zone."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=False, widget=widget)


class ConditionForm(OneOfSeveral):
    """What an examination is to find. Parts that are left empty ask for nothing."""

    confirmed_from = moment(_("Confirmed from"))
    confirmed_until = moment(_("Confirmed before"))
    signed_from = moment(_("Signed from"))
    signed_until = moment(pgettext_lazy("span of time", "Signed before"))
    language = forms.ChoiceField(
        label=_("Language of the form"),
        required=False,
        choices=[("", _("Any")), *settings.LANGUAGES],
    )
    via = forms.ChoiceField(
        label=_("How they came"), required=False, choices=[("", _("Any")), *Via.choices]
    )
    held = forms.BooleanField(label=_("Only those that are held"), required=False)

    def clean(self) -> dict[str, Any]:
        clean = self.cleaned_data
        for begins, ends in SPANS:
            if clean.get(begins) and clean.get(ends) and clean[ends] <= clean[begins]:
                self.add_error(ends, _("This must be later than the beginning of the span."))
        return clean

    def condition(self) -> Condition:
        """The condition that was given."""
        return Condition(**self.cleaned_data)


class OneForm(OneOfSeveral):
    """One signature, by the reference that stands in the address of its signer's page."""

    ref = forms.RegexField(
        regex=r"^\s*[0-9a-fA-F]{32}\s*$",
        label=_("Reference of the signature"),
        help_text=_(
            "32 letters and digits. They stand in the link of the letter that the signer got."
        ),
        error_messages={"invalid": _("A reference has 32 characters: digits, and letters a to f.")},
    )


class LookForm(OneOfSeveral):
    """Why sealed data is opened."""

    reason = forms.ChoiceField(
        label=_("Why it must be opened"), choices=LookReason.choices, widget=forms.RadioSelect
    )


class LikeForm(OneOfSeveral):
    """What the signatures to go on with have in common."""

    domains = forms.MultipleChoiceField(
        label=_("Mail domains"), required=False, widget=forms.CheckboxSelectMultiple
    )
    domain = Line(
        label=_("Another mail domain"),
        required=False,
        max_length=253,
        help_text=_("What stands after the @. A domain that only few share finds none."),
    )
    address = forms.BooleanField(required=False)
    name = forms.BooleanField(required=False)
    digits = forms.BooleanField(label=_("Names with digits"), required=False)

    def __init__(self, *args: Any, patterns: Patterns, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domains: Any = self.fields["domains"]
        domains.choices = [
            (it.mark, f"{it.name} ({number_format(it.number, force_grouping=True)})")
            for it in patterns.domains
        ]
        if not patterns.domains:
            del self.fields["domains"]
        self.fields["address"].label = _("Address lines that at least %(many)d share") % {
            "many": MANY
        }
        self.fields["name"].label = _("Names that at least %(many)d bear") % {"many": MANY}

    def clean_domain(self) -> str:
        """A domain as addresses of it are stored."""
        given = tidy(self.cleaned_data["domain"]).lstrip("@")
        if not given:
            return ""
        try:
            return in_ascii(f"a@{given}").rpartition("@")[2].lower()
        except ValueError:
            raise ValidationError(
                _("This is not a mail domain. It looks like example.org."), "invalid"
            ) from None

    def likeness(self) -> Likeness:
        """The likeness that was given, but for the domain that was typed."""
        clean = self.cleaned_data
        domains = tuple(clean.get("domains", ()))
        return Likeness(domains, clean["address"], clean["name"], clean["digits"])


class VoidForm(OneOfSeveral):
    """Why signatures are to be declared void; everybody can read it."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=VoidReason.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In your words"),
        help_text=_(
            "Public, beside the reason, for as long as the petition is. Name no person, and nothing by which one "
            "could be found."
        ),
        required=False,
        widget=passage(4),
    )


class RefuseForm(OneOfSeveral):
    words = forms.CharField(
        label=_("Why not"),
        help_text=_("Moderators alone read this."),
        widget=passage(3),
    )
