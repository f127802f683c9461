"""Begin a draft, change it, begin its successor."""

from datetime import datetime

from django.db import transaction

from undersigned.journal.announce import announce
from undersigned.petitions.actions.change import WrongState, change
from undersigned.petitions.actions.proposal import Proposal, checked
from undersigned.petitions.actions.slugs import under_free_slug
from undersigned.petitions.events import PetitionDrafted, PetitionRevised
from undersigned.petitions.models import Group, Petition, Sponsor
from undersigned.petitions.states import State


@transaction.atomic
def draft(
    *,
    proposal: Proposal,
    lead: Group,
    at: datetime,
    by: str,
    succeeds: Petition | None = None,
) -> Petition:
    """Begin a petition of the lead group, its address made from its title. Raises Faulty."""
    facts = checked(proposal, at=at).facts()

    def save(slug: str) -> Petition:
        return Petition.objects.create(
            slug=slug, lead=lead, created_at=at, changed_at=at, succeeds=succeeds, **facts
        )

    petition = under_free_slug(Petition, facts["title"], save)
    Sponsor.objects.create(petition=petition, group=lead, asked_at=at)
    old = succeeds.pk if succeeds else None
    announce(PetitionDrafted(petition=petition.pk, succeeds=old), at=at, by=by)
    return petition


@transaction.atomic
def revise(*, petition: Petition, proposal: Proposal, at: datetime, by: str) -> None:
    """Change a draft that is still as `petition` was read.

    A text that changed is one that nobody has agreed to. Raises Faulty, WrongState, or
    ChangedMeanwhile, when another organiser saved first.
    """
    facts = checked(proposal, at=at).facts()
    was = petition.hash_of_text()
    retitled = facts["title"] != petition.title

    def save(slug: str) -> None:
        change(petition, among={State.DRAFT}, at=at, slug=slug, **facts)

    if retitled:  # until it opens, the address follows the title
        under_free_slug(Petition, facts["title"], save, besides=petition.pk)
    else:
        save(petition.slug)
    now = petition.hash_of_text()
    revised = PetitionRevised(petition=petition.pk, was_sha256=was, text_sha256=now)
    announce(revised, at=at, by=by)


def succeed(*, petition: Petition, at: datetime, by: str) -> Petition:
    """Begin a draft that succeeds a public petition, with the same words to start from.

    This is how a text changes after it was signed: nobody's signature moves. Raises WrongState.
    """
    if petition.state not in {State.OPEN, State.CLOSED}:
        raise WrongState(petition.state)
    proposal = Proposal(
        council=petition.council,
        title=petition.title,
        summary=petition.summary,
        text=petition.text,
        language=petition.language,
        goal=petition.goal,
    )
    return draft(proposal=proposal, lead=petition.lead, succeeds=petition, at=at, by=by)
