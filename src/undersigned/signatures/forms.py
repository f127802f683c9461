from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from email_validator import EmailNotValidError

from undersigned.petitions.models import Petition
from undersigned.petitions.text import tidy
from undersigned.pure.text import forbidden_characters
from undersigned.signatures.blind import CODE_DIGITS
from undersigned.signatures.facts import Entry
from undersigned.signatures.reachable import in_ascii

NAME_LIMIT = 200
ADDRESS_LIMIT = 300
EMAIL_LIMIT = 254  # RFC 5321 §4.5.3.1.3
POSTCODE_LIMIT = 20
BASES = {
    "live": _("I live here"),
    "work": _("I work here"),
    "study": _("I study here"),
}


class Line(forms.CharField):
    """One line of text as a person types it: tidied, and refused with hidden or line-breaking characters."""

    default_error_messages = {
        "hidden": _(
            "This holds a hidden character (%(code)s). Please type it again instead of pasting it."
        ),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.error_messages["max_length"] = ngettext_lazy(
            "Please use at most %(limit_value)d character.",
            "Please use at most %(limit_value)d characters; this has %(show_value)d.",
            "limit_value",
        )

    def to_python(self, value: Any) -> str:
        text = tidy(super().to_python(value) or "")
        found = sorted(forbidden_characters(text))
        if found:
            code = f"U+{ord(found[0]):04X}"
            raise ValidationError(self.error_messages["hidden"], "hidden", {"code": code})
        return text


class Email(Line):
    """An address that letters can reach, in its usual spelling."""

    widget = forms.EmailInput

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            address = in_ascii(text)
        except EmailNotValidError:
            raise ValidationError(
                _("This is not a complete e-mail address. It looks like name@example.org."),
                "invalid",
            ) from None
        if not address:
            raise ValidationError(
                _("Our letters cannot reach this kind of address yet. Please use another one."),
                "invalid",
            )
        return address


class SignForm(forms.Form):
    """The form that a signer fills in. Which fields it has is the council's rules' to say."""

    name = Line(
        label=_("Your name"),
        max_length=NAME_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please type your name.")},
    )
    email = Email(
        label=_("Your e-mail address"),
        max_length=EMAIL_LIMIT,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We send one letter to it. Your signature counts once you confirm it there."),
        error_messages={"required": _("Please type your e-mail address.")},
    )
    address = Line(
        label=_("Your street address"),
        max_length=ADDRESS_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={"required": _("Please type your street address.")},
    )
    postcode = Line(
        label=_("Your postal code"),
        max_length=POSTCODE_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
        error_messages={"required": _("Please type your postal code.")},
    )
    basis = forms.ChoiceField(
        label=_("Your tie to this place"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one.")},
    )
    ward = forms.ChoiceField(label=_("Your ward"), required=False)
    old_enough = forms.BooleanField(
        error_messages={"required": _("Only people of this age may sign.")},
    )
    show_name = forms.BooleanField(
        label=_("Show my name publicly on the petition’s page"), required=False
    )
    groups = forms.MultipleChoiceField(
        label=_("May these groups write to you?"),
        help_text=_(
            "Only those you tick get your name and address. You can sign without ticking any."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, petition: Petition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = petition.rules.document if petition.rules else {}
        self._keep("address", "postcode", asked=rules["fields"])
        self._choose("basis", [(basis, BASES[basis]) for basis in rules["bases"]])
        wards = list(petition.council.wards.all()) if rules["ward"] else []
        self._choose(
            "ward", [("", _("I don’t know"))] * bool(wards) + [(w.name, w.name) for w in wards]
        )
        groups = [sponsor.group for sponsor in petition.sponsors.all()]
        self._choose("groups", [(str(group.pk), group.name) for group in groups])
        age = rules["minimum_age"]
        self._keep("old_enough", asked=["old_enough"] if age else [])
        if age:
            self.fields["old_enough"].label = _("I am %(age)d years old or older") % {"age": age}

    def _keep(self, *names: str, asked: list[str]) -> None:
        for name in names:
            if name not in asked:
                del self.fields[name]

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        if not choices:
            del self.fields[name]
            return
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = choices

    @staticmethod
    def entry_of(clean: dict[str, Any]) -> Entry:
        """What was typed, from the fields' clean values."""
        lines = [clean.get("address", ""), clean.get("postcode", "")]
        return Entry(
            name=clean["name"],
            email=clean["email"],
            address=", ".join(line for line in lines if line),
            ward=clean.get("ward", ""),
            basis=clean.get("basis", ""),
            old_enough=clean.get("old_enough", False),
            show_name=clean["show_name"],
            groups=tuple(int(key) for key in clean.get("groups", [])),
        )


class CodeForm(forms.Form):
    """The letter's eight digits, typed with or without blanks."""

    code = forms.CharField(
        label=_("The 8 digits from the letter"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code"}
        ),
        error_messages={"required": _("Please type the 8 digits from the letter.")},
    )

    def clean_code(self) -> str:
        digits = "".join(self.cleaned_data["code"].split())
        if not (digits.isascii() and digits.isdigit() and len(digits) == CODE_DIGITS):
            raise ValidationError(_("The code has 8 digits, like 1234 5678."), "invalid")
        return digits


class AddressForm(forms.Form):
    """A corrected e-mail address."""

    email = Email(
        label=_("Your correct e-mail address"),
        max_length=EMAIL_LIMIT,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Please type your e-mail address.")},
    )


class FindForm(forms.Form):
    """The address that somebody signed with."""

    email = Email(
        label=_("The e-mail address you signed with"),
        max_length=EMAIL_LIMIT,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Please type your e-mail address.")},
    )
