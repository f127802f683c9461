"""What organisers, moderators and officials type. What is wrong with it is for the actions to say."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from undersigned.councils.models import Council
from undersigned.petitions.actions.proposal import HIGHEST_GOAL, Faulty, Proposal, checked
from undersigned.petitions.models import Group, Petition
from undersigned.petitions.rules import Refused
from undersigned.petitions.states import ReturnReason, TakedownReason


def passage(rows: int) -> forms.Textarea:
    """A box for some paragraphs."""
    return forms.Textarea(attrs={"rows": rows})


class ProposalForm(forms.Form):
    """A draft: its words, its goal, its last day."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("What you ask the council to do, in one line. It is the petition’s address."),
        strip=False,
    )
    summary = forms.CharField(
        label=_("Summary"),
        help_text=_("One or two sentences for lists and shared links."),
        required=False,
        strip=False,
    )
    text = forms.CharField(
        label=_("Text"),
        help_text=_("What people sign, word for word. A blank line begins a new paragraph."),
        widget=passage(18),
        strip=False,
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    goal = forms.IntegerField(
        label=_("Goal"),
        help_text=_("How many signatures you hope for. Leave it empty to show none."),
        required=False,
        widget=forms.NumberInput(attrs={"min": 1, "max": HIGHEST_GOAL}),
    )
    closes_on = forms.DateField(
        label=_("Last day for signing"),
        help_text=_("Leave it empty to close the petition by hand."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, council: Council, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.council, self.at = council, at

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        known = {"title": "?", "text": "?", **data}  # what is missing has its message already
        try:
            self.proposal = checked(
                Proposal(council=self.council, **self._facts(known)), at=self.at
            )
        except Faulty as faulty:
            for name, fault in faulty.faults.items():
                self.add_error(name, fault)
        return data

    @staticmethod
    def _facts(data: dict[str, Any]) -> dict[str, Any]:
        names = ("title", "summary", "text", "language", "goal", "closes_on")
        return {name: data[name] for name in names if name in data}


class NewForm(ProposalForm):
    """The first draft; who acts for several groups says which one leads."""

    field_order = ("lead",)
    lead = forms.ModelChoiceField(
        label=_("The group that leads"), queryset=Group.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, groups: list[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lead: Any = self.fields["lead"]
        lead.queryset = Group.objects.filter(pk__in=[group.pk for group in groups])
        if len(groups) == 1:
            lead.initial, lead.widget = groups[0].pk, forms.HiddenInput()


class EditForm(ProposalForm):
    """A draft as it was read: whoever saves second is told, and loses nothing."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def follow(self, petition: Petition) -> None:
        """Keep what was typed, and let the next saving replace the petition as it is now."""
        self.data = {**self.data, "seen": petition.changed_at.isoformat()}

    @staticmethod
    def initial_of(petition: Petition) -> dict[str, Any]:
        """The form filled with a draft."""
        names = ("title", "summary", "text", "language", "goal", "closes_on")
        words = {name: getattr(petition, name) for name in names}
        return {**words, "seen": petition.changed_at.isoformat()}


class RefusableForm(forms.Form):
    """A form whose action may refuse what was typed."""

    def refuse(self, refusal: Refused) -> None:
        self.add_error(None, str(refusal))


class GroupForm(RefusableForm):
    name = forms.CharField(label=_("Name of the group"), max_length=200)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")


class InviteForm(RefusableForm):
    """Somebody who shall act for the group too."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)


class AskForm(RefusableForm):
    """A group of this site that shall sponsor the petition."""

    group = forms.ModelChoiceField(
        label=_("Group"), queryset=Group.objects.none(), empty_label=_("Choose a group")
    )

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["group"]
        field.queryset = groups


class PartnerForm(RefusableForm):
    """A group that is not on this site yet, and who shall act for it."""

    name = forms.CharField(label=_("Name of the group"), max_length=200)
    email = forms.EmailField(label=_("E-mail of somebody who acts for it"), max_length=254)
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)


class OfficialForm(RefusableForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    role = forms.CharField(
        label=_("Office they hold"), max_length=200, help_text=_("Such as “City manager”.")
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_(
            "For the offer of a reply alone. It is kept sealed and erased when the petition opens."
        ),
    )


class ReplyForm(RefusableForm):
    words = forms.CharField(
        label=_("In your words"),
        help_text=_("It is published word for word, with your name and office."),
        widget=passage(10),
        strip=False,
    )


class ReturnForm(RefusableForm):
    reason = forms.ChoiceField(
        label=_("Reason"), choices=ReturnReason.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In your words"),
        help_text=_("What must change. The organisers get this by letter."),
        widget=passage(5),
    )


class ApproveForm(RefusableForm):
    """Approval of the text that was read; `waiver` where a reply is not waited for."""

    text_sha256 = forms.CharField(widget=forms.HiddenInput)
    waiver = forms.CharField(
        label=_("Why you do not wait for the reply"), required=False, widget=passage(3)
    )

    def show(self, *, text_sha256: str, awaited: bool) -> None:
        """Fit to the page: what was typed stays, the next press approves the text shown there."""
        if self.is_bound:
            self.data = {**self.data, "text_sha256": text_sha256}
        else:
            self.initial["text_sha256"] = text_sha256
        if awaited:
            self.fields["waiver"].required = True
        else:
            del self.fields["waiver"]


class WarnForm(RefusableForm):
    reason = forms.ChoiceField(
        label=_("Reason"), choices=TakedownReason.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In your words"),
        help_text=_("The organisers get this by letter; after the takedown everybody can read it."),
        widget=passage(5),
    )


class TakeDownForm(RefusableForm):
    urgency = forms.CharField(
        label=_("Why it cannot wait"),
        help_text=_("Only if you do not wait two days after the warning."),
        required=False,
        widget=passage(3),
    )
