"""What a moderator decides on a version of a dossier."""

from django import forms
from django.utils.translation import gettext_lazy as _

from undersigned.record.states import Reason


class ShowForm(forms.Form):
    """What a moderator has looked for before a dossier shows."""

    nobody_private = forms.BooleanField(
        label=_("No private person is named, or can be told from what is said of them.")
    )
    officials_answered = forms.BooleanField(
        label=_("Every named official is quoted, or was offered a reply.")
    )
    own_words = forms.BooleanField(
        label=_("All texts are in the record’s own words, apart from short quotations.")
    )
    even = forms.BooleanField(
        label=_("Every side stands with its best source, and in words as plain as the others’.")
    )


class EndForm(forms.Form):
    """Why a version is returned, or withdrawn."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose one")), *Reason.choices])
    words = forms.CharField(
        label=_("In your own words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
