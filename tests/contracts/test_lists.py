"""A list costs as many queries for three things as for one."""

from collections.abc import Callable

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.contracts.checks import add_check, add_decision, add_line
from tests.contracts.places import of_dossier, of_examination, of_same_group
from tests.contracts.routes import routes
from tests.contracts.world import World, serving
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, OfficerFactory
from tests.factories.proof import publish
from tests.populated import open_petition
from tests.proof.pages.telling import put

from undersigned.petitions.actions import ask_sponsor, found_group, submit
from undersigned.petitions.models import Petition
from undersigned.proof.models import Document
from undersigned.record.models import Dossier
from undersigned.signatures import actions as signatures
from undersigned.signatures.models import Signature
from undersigned.verification.models import Check, Line


def add_draft(_: World) -> Petition:
    """One more draft of the organiser's group."""
    return of_same_group(Petition.objects.earliest("id"), "bench")


def add_petition(world: World) -> None:
    """One more open petition of the organiser's group."""
    open_petition(add_draft(world), at=timezone.now())


def add_user(_: World) -> None:
    """One more person with a role."""
    UserFactory(roles=["moderator"])


def add_waiting(world: World) -> None:
    """One more petition for moderators."""
    submit(petition=add_draft(world), at=timezone.now(), by="operator")


def add_council(_: World) -> None:
    """One more council, with rules and a notice."""
    CouncilFactory()


def add_officer(_: World) -> None:
    """One more person of the council's office."""
    OfficerFactory(council=Petition.objects.earliest("id").council, role="staff")


def add_group(_: World) -> None:
    """One more group in the draft's coalition."""
    draft, at = Petition.objects.get(slug="a-sample-draft"), timezone.now()
    group = found_group(name="Bench Friends", at=at, by="operator")
    ask_sponsor(petition=draft, group=group, at=at, by="operator")


def add_examination(_: World) -> None:
    """One more examination that waits for a second moderator."""
    at = timezone.now()
    examination = of_examination(Petition.objects.earliest("id"))
    examination.refresh_from_db()
    facts = {"reason": "fraud", "at": at, "user": examination.began_by}
    signatures.ask_to_void(examination=examination, **facts)


def add_dossier(_: World) -> None:
    """One more dossier, shown."""
    of_dossier(f"sample-{Dossier.objects.count()}")


def add_document(_: World) -> None:
    """One more document of the first petition, in the public log."""
    name = f"sample-{Document.objects.count()}"
    put(Petition.objects.earliest("id"), name, "statement.made", at=timezone.now())
    publish()


def add_finished_check(world: World) -> None:
    """One more check of the petition, finished."""
    check = Check.objects.earliest("pk")
    facts = {"state": "closed", "closed_at": timezone.now()}
    add_check(check.petition, check.roll, world.people["clerk"], **facts)


def add_waiting_line(_: World) -> Line:
    """One more line that waits."""
    check = Check.objects.earliest("pk")
    kept = Signature.objects.exclude(pk__in=check.lines.values("signature"))
    return add_line(check, kept.earliest("pk"))


def add_decided_line(world: World) -> None:
    """One more line that is decided on."""
    add_decision(add_waiting_line(world), world.people["clerk"])


def add_verified(_: World) -> None:
    """One more petition whose council takes no part."""
    open_petition(of_same_group(Petition.objects.earliest("id"), "fountain"), at=timezone.now())


# Page → who reads it, and what makes one more line of it.
LISTS: dict[str, tuple[str, Callable[[World], object]]] = {
    "journey:home": ("nobody", add_petition),
    "journey:petitions": ("nobody", add_petition),
    "councils:council": ("nobody", add_petition),
    "journey:dossiers": ("nobody", add_dossier),
    "proof:documents": ("nobody", add_document),
    "record:reviews": ("moderator", add_dossier),
    "desk:home": ("organiser", add_draft),
    "petitions:queue": ("moderator", add_waiting),
    "signatures:moderation": ("moderator", add_examination),
    "signatures:moderation_petition": ("moderator", add_examination),
    "petitions:group": ("organiser", add_draft),
    "petitions:coalition": ("organiser", add_group),
    "councils:every": ("operator", add_council),
    "councils:people": ("clerk", add_officer),
    "accounts:people": ("operator", add_user),
    "verification:checks": ("clerk", add_finished_check),
    "verification:check": ("clerk", add_waiting_line),
    "verification:lines": ("clerk", add_waiting_line),
    "verification:decisions": ("clerk", add_decided_line),
    "verification:duplicates": ("clerk", add_decided_line),
    "verification:verifiers": ("operator", add_verified),
}


def test_a_list_of_three_costs_what_a_list_of_one_does(world: World) -> None:
    grown = {}
    for page, (role, add) in LISTS.items():
        with transaction.atomic():
            add(world)
            one = queries(world, page, role)
            add(world)
            add(world)
            three = queries(world, page, role)
            if three != one:
                grown[page] = f"{len(one)} queries, then {len(three)}: {sorted(set(three))}"
            transaction.set_rollback(True)
    assert grown == {}


def queries(world: World, page: str, role: str) -> list[str]:
    """What a page asks of the database, without the values."""
    route = next(route for route in routes() if route.name == page)
    client = world.client(route.site, role)
    with serving(route.site), CaptureQueriesContext(connection) as asked:
        assert client.get(world.address(route)).status_code == 200
    sql = [query["sql"].split(" WHERE ")[0] for query in asked.captured_queries]
    return [query for query in sql if query.startswith("SELECT")]


def test_a_query_for_each_line_is_found(world: World) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            for user in type(world.people["clerk"]).objects.all():
                list(user.site_roles.all())
        return len(found)

    before = asked()
    UserFactory()
    assert asked() == before + 1
