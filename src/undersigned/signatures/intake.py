"""What the form post needs to know of a petition, kept in memory until something on the petition changes."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import QueryDict

from undersigned.journal.kept import remember
from undersigned.petitions.models import Petition
from undersigned.petitions.queries import open_for_signing
from undersigned.signatures.facts import Entry
from undersigned.signatures.forms import SignForm


@dataclass(frozen=True)
class Intake:
    """An open petition and its form, unbound: its fields check what was typed without being copied each time."""

    petition: Petition
    form: SignForm

    def entry(self, typed: QueryDict) -> Entry | None:
        """What was typed if all of it is valid, else None: the form itself then says what is wrong."""
        try:
            clean = {
                name: field.clean(field.widget.value_from_datadict(typed, {}, name))
                for name, field in self.form.fields.items()
            }
        except ValidationError:
            return None
        return self.form.entry_of(clean)


def intake(slug: str) -> Intake:
    """The intake of the petition at this address. Raises PetitionNotFound or SigningClosed."""
    return remember(
        f"intake:{slug}",
        lambda: _intake(slug),
        scopes=lambda found: (
            f"petition:{found.petition.pk}",
            f"council:{found.petition.council_id}",
        ),
    )


def _intake(slug: str) -> Intake:
    petition = open_for_signing(slug)
    return Intake(petition, SignForm(petition=petition))
