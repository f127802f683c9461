"""What the demo needs before and after it serves: the first time all, later almost nothing."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from undersigned.accounts.actions import claim
from undersigned.accounts.models import User
from undersigned.config.demo.drive import INVITATION, Site, sign_all
from undersigned.config.demo.logins import keep_logins, make_logins, read_logins
from undersigned.config.demo.seed import OFFICERS, seed, show_dossiers
from undersigned.config.demo.world import World, read_world
from undersigned.config.terminal import say
from undersigned.councils.models import Officer
from undersigned.journal import keys
from undersigned.petitions.models import Petition
from undersigned.proof.actions.catch_up import catch_up


def prepare(folder: Path) -> bool:
    """Keys, tables, static files, and the town unless it is there; whether it was made just now."""
    folder.mkdir(parents=True, exist_ok=True)
    keys.make(settings.KEYS)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    catch_up(at=timezone.now())
    return _make_town(folder / "logins.json")


def _make_town(file: Path) -> bool:
    world, logins, at = read_world(), read_logins(file), timezone.now()
    if not logins:
        say("Making a town with a council, a coalition and an open petition …")
        logins = make_logins(world["users"])
        keep_logins(logins, file)
    fresh = not User.objects.exists()
    if fresh:
        seed(world, logins, at=at)
    show_dossiers(User.objects.get(email=world["users"]["moderator"]["email"]), at=at)
    return fresh


def sign(public: str, mailbox: str) -> int:
    """Let the town's people sign who have not, and the officers take office; returns the exit code."""
    world = read_world()
    site = Site(public, mailbox, settings.VAR / "signers.json")
    site.wait_until_open()
    _appoint_officers(site, world)
    slug = Petition.objects.get(title=world["petition"]["title"]).slug
    names = list(sign_all(site, world, slug))
    if names:
        say(f"  {len(names)} people have signed and confirmed: {public}/petitions/{slug}/")
    return 0


def _appoint_officers(site: Site, world: World) -> None:
    """Clerk and deputy claim the invitations that came by letter, with the accounts that are there."""
    addresses = [world["users"][who]["email"] for who in OFFICERS]
    appointed = Officer.objects.values("user")
    for officer in User.objects.filter(email__in=addresses).exclude(pk__in=appointed):
        token = site.wait_for(INVITATION, officer.email).group(1)
        claim(token=token, user=officer, at=timezone.now())
