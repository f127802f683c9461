"""What clerks, reviewers and signers fill in about a check."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from undersigned.accounts.models import User
from undersigned.petitions.forms import RefusableForm
from undersigned.petitions.models import Petition
from undersigned.signatures.forms import Line
from undersigned.verification.models import Roll
from undersigned.verification.queries.checks import checkable, usable_rolls

EVERY, DRAWN = "every", "drawn"


class RollChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django takes none
    """A roll by its title and its day."""

    def label_from_instance(self, roll: Roll) -> str:
        return _("%(title)s, as of %(day)s") % {"title": roll.title, "day": roll.as_of}


class OpenForm(RefusableForm):
    """Which petition is checked against which roll, and which lines people look at."""

    petition = forms.ModelChoiceField(label=_("Petition"), queryset=Petition.objects.none())
    roll = RollChoice(label=_("Roll"), queryset=Roll.objects.none())
    lines = forms.ChoiceField(
        label=_("Lines for reviewers"),
        choices=[
            (EVERY, _("Every line that no rule matches: a full count")),
            (DRAWN, _("Only lines that a public draw picks, from those that no rule matches")),
        ],
        initial=EVERY,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("petition", checkable(user)), ("roll", usable_rolls(user))):
            field: Any = self.fields[name]
            field.queryset = rows

    @property
    def every_line(self) -> bool:
        return bool(self.cleaned_data["lines"] == EVERY)


class RecheckForm(RefusableForm):
    """A newer roll for the same list."""

    roll = RollChoice(label=_("Newer roll"), queryset=Roll.objects.none())

    def __init__(self, *args: Any, rolls: list[Roll], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "recheck-%s", **kwargs})
        field: Any = self.fields["roll"]
        field.queryset = Roll.objects.filter(pk__in=[roll.pk for roll in rolls])


class OfferForm(RefusableForm):
    """Until when signers can answer."""

    until = forms.DateField(
        label=_("Last day for an answer"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "offer-%s", **kwargs})


class SearchForm(RefusableForm):
    """Words that stand in a voter’s name or address."""

    words = forms.CharField(
        label=_("Words of the name or the address"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class CureForm(forms.Form):
    """What a signer puts right: all of it, since this site cannot read what was typed before."""

    name = Line(
        label=_("Your name, as it stands on the list of voters"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    address = Line(
        label=_("The address where you are registered"),
        help_text=_("House number, street, unit, town and postcode."),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
