"""What is typed about a paper sheet, and from it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from undersigned.petitions.forms import RefusableForm
from undersigned.petitions.models import Petition
from undersigned.signatures.forms import NAME_LIMIT, Line, SignForm
from undersigned.signatures.sheets.prepare import Typed
from undersigned.signatures.sheets.states import LINES_AT_MOST, StrikeReason

HIGHEST_NUMBER = 99_999
COPIES_AT_MOST = 50
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PrintForm(forms.Form):
    """What to print: so many numbered sheets."""

    first = forms.IntegerField(
        label=_("First number"),
        help_text=_(
            "Above those that you printed before: known here are only sheets that came back."
        ),
        min_value=1,
        max_value=HIGHEST_NUMBER,
    )
    copies = forms.IntegerField(
        label=_("How many sheets"), min_value=1, max_value=COPIES_AT_MOST, initial=1
    )
    lines = forms.IntegerField(label=_("Lines on a sheet"), min_value=5, max_value=30, initial=8)
    paper = forms.ChoiceField(
        label=_("Paper"),
        choices=[("us-letter", _("Letter (8½ × 11 inches)")), ("a4", _("A4 (210 × 297 mm)"))],
        widget=forms.RadioSelect,
        initial="us-letter",
    )


class ReceiveForm(RefusableForm):
    """A sheet that came back."""

    number = forms.IntegerField(
        label=_("Number of the sheet"),
        help_text=_("As it stands on the paper."),
        min_value=1,
        max_value=HIGHEST_NUMBER,
    )
    last_line = forms.IntegerField(
        label=_("Number of the last line that somebody signed"),
        min_value=1,
        max_value=LINES_AT_MOST,
    )
    collected_on = forms.DateField(
        label=_("Last day on which somebody signed it"),
        widget=DAY,
    )
    circulator = Line(
        label=_("Name of who carried it"),
        help_text=_("It is sealed. Only who checks the signatures can open it."),
        max_length=NAME_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scan_sha256 = forms.RegexField(
        label=_("SHA-256 of its scan"),
        help_text=_(
            "64 letters and digits. Scan the sheet, keep the file, and put only its SHA-256 here: it goes on the "
            "public record, so that nobody can change the scan later unseen."
        ),
        regex=r"^\s*[0-9a-fA-F]{64}\s*$",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": _("A SHA-256 has 64 characters: digits, and letters a to f.")},
    )

    def __init__(self, *args: Any, petition: Petition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.petition = petition

    def clean_collected_on(self) -> date:
        given: date = self.cleaned_data["collected_on"]
        opened = self.petition.opened_at
        if given > timezone.localdate():
            raise ValidationError(_("This day has not come yet."), "future")
        if opened and given < timezone.localdate(opened):
            raise ValidationError(_("The petition was not open yet on this day."), "early")
        return given

    def clean_scan_sha256(self) -> str:
        given: str = self.cleaned_data["scan_sha256"]
        return given.strip().lower()


class LineForm(SignForm, RefusableForm):
    """One line of a sheet: what the council's rules ask for, as it stands there."""

    field_order = (
        *("number", "name", "address", "postcode", "basis", "ward"),
        *("email", "signed_on", "incomplete"),
    )
    number = forms.IntegerField(label=_("Line"), min_value=1, max_value=LINES_AT_MOST)
    signed_on = forms.DateField(label=_("Date beside the signature"), required=False, widget=DAY)
    incomplete = forms.BooleanField(
        label=_("Something is missing or cannot be read"), required=False
    )

    def __init__(self, *args: Any, petition: Petition, **kwargs: Any) -> None:
        super().__init__(*args, petition=petition, **kwargs)
        rules = petition.rules.document if petition.rules else {}
        self.of_age = bool(rules["minimum_age"])
        for name in ("show_name", "groups", "old_enough"):
            self.fields.pop(name, None)
        self._say_it_is_paper()
        for name in ("address", "postcode", "basis"):
            if name in self.fields:
                self._want(name)

    def _want(self, name: str) -> None:
        """What the rules ask for must be there, unless the typist says that something of the line is not."""
        field = self.fields[name]
        field.required = not self.data.get("incomplete")
        field.error_messages["required"] = _("Not on the line? Then tick the last box.")

    def _say_it_is_paper(self) -> None:
        """Somebody else's words: no help for a signer, and nothing that a browser fills in or keeps."""
        labels = {
            "name": _("Name"),
            "email": _("E-mail, if given"),
            "address": _("Street address"),
            "postcode": _("Postal code"),
            "basis": _("Tie to this place"),
            "ward": _("Ward"),
        }
        for name, label in labels.items():
            if name in self.fields:
                self.fields[name].label = label
                self.fields[name].help_text = ""
        self.fields["email"].required = False
        self.fields["name"].error_messages["required"] = _("Please type the name.")
        if "basis" in self.fields:
            basis: Any = self.fields["basis"]
            choices = list(basis.choices)
            basis.widget = forms.Select()
            basis.choices = [("", _("Choose")), *choices]
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def line(self) -> Typed:
        """What was typed."""
        data = self.cleaned_data
        facts = {**data, "show_name": False, "old_enough": self.of_age}
        return Typed(
            number=data["number"],
            entry=self.entry_of(facts),
            signed_on=data["signed_on"],
            incomplete=data["incomplete"],
        )


class FileForm(RefusableForm):
    """A table of lines that were typed elsewhere."""

    file = forms.FileField(
        label=_("CSV file"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"})
    )


class StrikeForm(RefusableForm):
    """Why a line is struck out."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=StrikeReason.choices, widget=forms.RadioSelect
    )
