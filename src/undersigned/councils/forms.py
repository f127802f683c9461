"""Forms of a council's office. Each gives back what its action takes; what was typed stays in the form."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from undersigned.councils.documents import NOTICE_PARTS, OLDEST_MINIMUM, Document
from undersigned.councils.models import Council, Member, Ward
from undersigned.councils.queries import free_members
from undersigned.councils.states import INVITED_BY_CLERKS, Basis, Field, Role

PART_LABELS = {
    "public": _("What may become public by law"),
    "seen_by": _("Who sees it"),
    "until": _("Until when it is kept"),
}


def _words(label: Any) -> dict[str, forms.CharField]:
    """One field a language: the language's own name stands in brackets."""
    fields = {}
    for code, _name in settings.LANGUAGES:
        name = get_language_info(code)["name_local"]
        widget = forms.Textarea(attrs={"rows": 5, "lang": code})
        text = forms.CharField(max_length=4000, widget=widget)
        text.label = _("%(label)s (%(language)s)") % {"label": label, "language": name}
        fields[code] = text
    return fields


class VersionForm(forms.Form):
    """A document begun from a version, whose number comes along, so that two clerks do not overwrite each other."""

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def document(self) -> Document:
        """What the form says, as the document to publish."""
        raise NotImplementedError

    def _in_languages(self, name: str) -> dict[str, str]:
        return {code: self.cleaned_data[f"{name}_{code}"] for code, _name in settings.LANGUAGES}


class RulesForm(VersionForm):
    bases = forms.MultipleChoiceField(
        label=_("Who may sign: somebody who"),
        choices=Basis.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one.")},
    )
    minimum_age = forms.IntegerField(
        label=_("Minimum age in years"),
        required=False,
        min_value=1,
        max_value=OLDEST_MINIMUM,
        help_text=_(
            "Empty if there is none. Where there is one, signers say that they are old enough."
        ),
    )
    fields_asked = forms.MultipleChoiceField(
        label=_("Asked for besides name and e-mail"),
        choices=Field.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The least that lets you check a signature. All of it is sealed at once."),
    )
    ward = forms.BooleanField(
        label=_("Ask for the ward"),
        required=False,
        help_text=_("With “I do not know” as an answer."),
    )

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.council = council
        for code, field in _words(_("The rules in words")).items():
            self.fields[f"words_{code}"] = field
        for code, field in _words(_("Statement of who carries a paper sheet")).items():
            field.required = False
            field.help_text = _(
                "It is printed on the sheets, to be signed. Empty if there is none."
            )
            self.fields[f"circulator_{code}"] = field

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = {code: data.get(f"circulator_{code}") for code, _name in settings.LANGUAGES}
        for code, words in given.items():
            if not words and any(given.values()):
                self.add_error(f"circulator_{code}", _("Give it in each language, or in none."))
        return data

    def clean_ward(self) -> bool:
        asked: bool = self.cleaned_data["ward"]
        if asked and not self.council.wards.exists():
            raise forms.ValidationError(_("The council has no wards yet. Name them first."))
        return asked

    def document(self) -> Document:
        data = self.cleaned_data
        return {
            "bases": [basis for basis in Basis.values if basis in data["bases"]],
            "minimum_age": data["minimum_age"],
            "fields": [field for field in Field.values if field in data["fields_asked"]],
            "ward": data["ward"],
            "words": self._in_languages("words"),
            **self._circulator(),
        }

    def _circulator(self) -> Document:
        statement = self._in_languages("circulator")
        return {"circulator": statement} if all(statement.values()) else {}

    @staticmethod
    def initial_of(document: Document) -> dict[str, Any]:
        """The form filled with a published version."""
        words = {
            f"{name}_{code}": text
            for name in ("words", "circulator")
            for code, text in document.get(name, {}).items()
        }
        kept = {name: document[name] for name in ("bases", "minimum_age", "ward")}
        return kept | words | {"fields_asked": document["fields"]}


class NoticeForm(VersionForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in NOTICE_PARTS:
            for code, field in _words(PART_LABELS[part]).items():
                self.fields[f"{part}_{code}"] = field

    def document(self) -> Document:
        return {part: self._in_languages(part) for part in NOTICE_PARTS}

    @staticmethod
    def initial_of(document: Document) -> dict[str, Any]:
        """The form filled with a published version."""
        return {
            f"{part}_{code}": text for part in NOTICE_PARTS for code, text in document[part].items()
        }


class WardMapForm(forms.Form):
    """The outlines of all wards, and whose they are."""

    file = forms.FileField(
        label=_("GeoJSON file"),
        help_text=_(
            "One feature for each ward, with its name as the property “name”, in longitude and latitude (WGS 84)."
        ),
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
    )
    source = forms.CharField(
        label=_("Whose outlines these are"),
        max_length=200,
        help_text=_("It stands below the map. For example: City planning office, January 2026."),
    )


class WardsForm(forms.Form):
    names = forms.CharField(
        label=_("Wards, one a line"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("In the order in which signers shall see them."),
    )

    def clean_names(self) -> list[str]:
        names = [" ".join(line.split()) for line in self.cleaned_data["names"].splitlines()]
        names = [name for name in names if name]
        longest = Ward._meta.get_field("name").max_length  # noqa: SLF001 - Django's public name for it
        for name in names:
            if longest and len(name) > longest:
                raise forms.ValidationError(_("“%(name)s…” is too long.") % {"name": name[:40]})
            if names.count(name) > 1:
                raise forms.ValidationError(_("“%(name)s” stands there twice.") % {"name": name})
        return names


class SeatForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the seat"),
        max_length=120,
        help_text=_("Such as “Mayor”, “Ward 1”, “At large”."),
    )


class MemberForm(forms.Form):
    name = forms.CharField(label=_("Name of the member"), max_length=200)
    since = forms.DateField(
        label=_("In office since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=_("Last day in office"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This is before the first day."))
        return data


class InviteForm(forms.Form):
    """A clerk invites deputies, staff and members."""

    role = forms.ChoiceField(
        label=_("As"),
        choices=[(role, role.label) for role in INVITED_BY_CLERKS],
        widget=forms.RadioSelect,
    )
    member: forms.ModelChoiceField[Member] = forms.ModelChoiceField(
        label=_("Which member"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("not a member"),
        help_text=_("Only for a council member: whose entry they claim."),
    )
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members: Any = self.fields["member"]
        members.queryset = free_members(council)
        members.label_from_instance = lambda member: f"{member.name} ({member.seat.name})"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (
            data.get("role") == Role.MEMBER
            and not data.get("member")
            and not self.has_error("member")
        ):
            self.add_error("member", _("Choose the member."))
        if data.get("role") != Role.MEMBER:
            data["member"] = None
        return data


class InviteClerkForm(forms.Form):
    """An operator invites a council's clerk."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)


class CouncilForm(forms.Form):
    """A council that is not on this site yet."""

    name = forms.CharField(label=_("Name of the council"), max_length=200)
    place = forms.CharField(
        label=_("Place"),
        max_length=200,
        help_text=_("With the county or state, so that it is told from others."),
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
