"""What a clerk fills in about a draw."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from undersigned.petitions.forms import RefusableForm
from undersigned.verification.queries.costs import INVALID, Cost

CLEAN = 59  # lines looked at blindly: if none is wrong, fewer than five of a hundred are
BETWEEN_DIGITS = re.compile(r"[\s,;]+")


class CostForm(forms.Form):
    """What the law asks for, and how good the signatures are thought to be."""

    required = forms.IntegerField(
        label=_("Valid signatures required"),
        min_value=1,
        max_value=10**7,
        help_text=_("By your council’s rules."),
    )
    invalid = forms.IntegerField(
        label=_("Percent of the lines that you think are not valid"),
        min_value=0,
        max_value=90,
        initial=INVALID,
        help_text=_("A guess is enough. It changes the forecast, and nothing else."),
    )


class AnnounceForm(RefusableForm):
    """By which method, when and where lines are drawn."""

    method = forms.ChoiceField(label=_("Method"), widget=forms.RadioSelect)
    sample = forms.IntegerField(
        label=_("Lines drawn at first, if other than the method says"),
        min_value=1,
        required=False,
        help_text=_("Only more than a state’s rule asks for, never fewer."),
    )
    audit = forms.IntegerField(
        label=_("Lines matched by rule that people look at all the same, not knowing which"),
        min_value=0,
        max_value=5000,
        initial=CLEAN,
        help_text=_("If none of 59 is wrong, fewer than five of a hundred are."),
    )
    happens_at = forms.DateTimeField(
        label=_("When the dice are thrown"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Leave people time to come, and the witnesses an hour."),
    )
    place = forms.CharField(
        label=_("Where"), max_length=200, help_text=_("A room, or where it can be watched.")
    )

    def __init__(self, *args: Any, costs: list[Cost], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.costs = {cost.method: cost for cost in costs}
        field: Any = self.fields["method"]
        field.choices = [(cost.method, cost.title) for cost in costs]

    @property
    def methods(self) -> list[tuple[Cost, BoundWidget]]:
        """Each method's cost, and the button that chooses it."""
        return list(zip(self.costs.values(), self["method"], strict=True))

    def clean_happens_at(self) -> datetime:
        """To the minute."""
        when: datetime = self.cleaned_data["happens_at"]
        return when.replace(second=0, microsecond=0)


class ThrowForm(RefusableForm):
    """The digits that the dice showed."""

    digits = forms.CharField(
        label=_("The digits, in the order thrown"),
        max_length=300,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_(
            "20 to 100 digits, as with ten-sided dice: two dice, ten throws. Have everybody who watches read them too."
        ),
    )

    def clean_digits(self) -> str:
        """Spaces between digits are nothing."""
        return BETWEEN_DIGITS.sub("", self.cleaned_data["digits"])
