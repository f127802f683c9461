"""A clerk sends a roll's file, says what its columns are, and until when it is held."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from undersigned.verification.models import Roll
from undersigned.verification.rolls.layout import DATES, ORDERS, Layout, layout_of
from undersigned.verification.states.rolls import ORDER_LABELS, PART_LABELS

LONGEST = timedelta(days=2 * 366)  # that a roll is held

FACTS = ("title", "as_of", "purge_on")
GROUPS = (
    (_("The voter"), ("voter", "last", "first", "middle", "suffix", "born")),
    (
        _("The address, in parts"),
        ("number", "half", "predir", "street", "type", "postdir", "unittype", "unit"),
    ),
    (_("Or in one line"), ("line_address", "line_address2")),
    (_("The place"), ("city", "postcode", "ward", "precinct")),
    (_("The registration"), ("status", "registered", "confidential")),
)


class RollFileForm(forms.Form):
    file = forms.FileField(
        label=_("The file"),
        max_length=255,
        help_text=_(
            "The list as the election office gives it: a text file (CSV, or parted by tabs or bars), or a ZIP file "
            "with one such file in it. It is encrypted as it arrives."
        ),
    )


class KnownForm(forms.Form):
    """A layout that comes with the software, or that was saved."""

    known = forms.ChoiceField(label=_("A layout that is known"))

    def __init__(self, *args: Any, titles: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["known"]).choices = titles


class LayoutForm(forms.Form):
    """What a roll is, and which of its file's columns is what."""

    title = forms.CharField(
        label=_("What this list is"),
        max_length=120,
        help_text=_("For example: registered voters, statewide file."),
    )
    as_of = forms.DateField(
        label=_("The day as of which it is true"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Who registered later is not in it."),
    )
    purge_on = forms.DateField(
        label=_("Destroy it on"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Its key is destroyed on that day, by itself. At most two years from now."),
    )

    def __init__(self, *args: Any, roll: Roll, today: date, **kwargs: Any) -> None:
        self.base = layout_of(roll.layout)
        facts = {"title": roll.title, "as_of": roll.as_of, "purge_on": roll.purge_on}
        kwargs["initial"] = facts | {"latin": self.base.latin} | self.base.columns | self._orders()
        super().__init__(*args, **kwargs)
        self.today = today
        self._add_fields()

    def _add_fields(self) -> None:
        columns = [("", _("none")), *self._names()]
        orders = [(order, ORDER_LABELS[order]) for order in ORDERS]
        for part, label in PART_LABELS.items():
            self.fields[part] = forms.TypedChoiceField(
                label=label, choices=columns, coerce=int, empty_value=None, required=False
            )
            if part in DATES:
                self.fields[f"{part}_order"] = forms.ChoiceField(
                    label=_("It is written as"), choices=orders, required=False
                )
        self.fields["latin"] = forms.BooleanField(
            label=_("All letters with accents are in the older Western encoding"), required=False
        )
        self.fields["save_as"] = forms.CharField(
            label=_("Keep this layout for the next file, under the name"),
            max_length=80,
            required=False,
        )

    @property
    def facts(self) -> list[forms.BoundField]:
        """What the roll is."""
        return [self[name] for name in FACTS]

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The choices of columns, in groups with words."""
        return [
            {
                "words": words,
                "fields": [self[it] for part in parts for it in self._with_order(part)],
            }
            for words, parts in GROUPS
        ]

    @property
    def rest(self) -> list[forms.BoundField]:
        """What is asked for last."""
        return [self["latin"], self["save_as"]]

    def _with_order(self, part: str) -> list[str]:
        return [part, f"{part}_order"] if part in DATES else [part]

    def clean_as_of(self) -> date:
        day: date = self.cleaned_data["as_of"]
        if day > self.today:
            raise forms.ValidationError(_now("This day has not come yet."))
        return day

    def clean_purge_on(self) -> date:
        day: date = self.cleaned_data["purge_on"]
        if not self.today < day <= self.today + LONGEST:
            raise forms.ValidationError(
                _now("Please choose a day after today, at most two years from now.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        if not self.layout.usable:
            raise forms.ValidationError(
                _now(
                    "Choose at least a column with a last or first name, and one with a street or an address."
                )
            )
        return self.cleaned_data

    @property
    def layout(self) -> Layout:
        """The file's layout as it was chosen."""
        chosen = {part: self.cleaned_data.get(part) for part in PART_LABELS}
        columns = {part: number for part, number in chosen.items() if number}
        dates = {
            name: self.cleaned_data.get(f"{name}_order") or "mdy"
            for name in DATES
            if name in columns
        }
        same = columns == self.base.columns
        return replace(
            self.base,
            columns=columns,
            dates=dates,
            latin=self.cleaned_data.get("latin", False),
            profile=self.base.profile if same else "",
        )

    def _orders(self) -> dict[str, str]:
        return {f"{name}_order": self.base.dates.get(name, "mdy") for name in DATES}

    def _names(self) -> list[tuple[int, str]]:
        names = self.base.names or ("",) * self.base.fields
        return [
            (at, f"{at}: {name}" if name else str(at)) for at, name in enumerate(names, start=1)
        ]
