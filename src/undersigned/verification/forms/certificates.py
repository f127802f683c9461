"""What whoever certifies fills in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from undersigned.petitions.forms import RefusableForm
from undersigned.verification.states.certificates import WithdrawnReason

LARGEST = 200_000  # bytes of a sealed certificate


class RequiredForm(RefusableForm):
    """Where nothing was drawn: how many valid signatures are asked for."""

    required = forms.IntegerField(
        label=_("Valid signatures required"), min_value=1, max_value=10**7
    )


class SealedForm(RefusableForm):
    """The file that the clerk's tool made."""

    sealed = forms.FileField(label=_("The sealed file (certificate.sealed)"))

    def clean_sealed(self) -> bytes:
        """Its bytes."""
        file = self.cleaned_data["sealed"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is too large to be a sealed certificate."))
        raw: bytes = file.read()
        return raw


class WithdrawForm(RefusableForm):
    """Why a certificate does not hold any more."""

    reason = forms.ChoiceField(label=_("Reason"), choices=WithdrawnReason.choices)
    words = forms.CharField(
        label=_("What should be said about it in public"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("About the certificate, never about a signer."),
    )

    def reason_given(self) -> WithdrawnReason:
        return WithdrawnReason(self.cleaned_data["reason"])


class KeyForm(RefusableForm):
    """The two public lines that the clerk's tool shows."""

    vkey = forms.CharField(
        label=_("First line: checks your seals"),
        max_length=400,
        help_text=_("It looks like name+id+key."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    recipient = forms.CharField(
        label=_("Second line: lists are encrypted to it"),
        max_length=100,
        help_text=_("It begins with age1."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class HandOverForm(RefusableForm):
    """Which file, and that the terms were read."""

    kind = forms.ChoiceField(
        label=_("File"),
        choices=[("csv", _("CSV, for a spreadsheet")), ("pdf", _("PDF, to read and print"))],
        widget=forms.RadioSelect,
        initial="csv",
    )
    agreed = forms.BooleanField(
        label=_("I have read the notice’s terms, and use the list for checking and nothing else.")
    )


class AppointForm(RefusableForm):
    """Who checks a petition's signers, where the council takes no part."""

    email = forms.EmailField(label=_("E-mail address of their account here"), max_length=254)
