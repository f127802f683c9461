"""People of the office: add the first operator, invite others, grant and revoke the site's roles."""

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

from undersigned.config.terminal import Stop, say

if TYPE_CHECKING:
    from undersigned.accounts.models import User
    from undersigned.config.commands import Subparsers

ROLES = ["operator", "moderator"]
BY = "operator"


def add(words: "Subparsers") -> None:
    parser = words.add_parser(
        "user",
        help="add, invite and list people of the office",
        description="Accounts of the office. Roles in a group or a council are given there; here "
        "are the site's own, operator and moderator.",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    new = verbs.add_parser("add", help="an account whose password is asked for now")
    new.add_argument("email", metavar="EMAIL")
    new.add_argument("--name", required=True, help="as others see it")
    new.add_argument("--role", action="append", default=[], choices=ROLES, help="may be repeated")
    invite = verbs.add_parser("invite", help="a letter by which somebody makes their own account")
    invite.add_argument("email", metavar="EMAIL")
    invite.add_argument("--role", required=True, choices=ROLES)
    invite.add_argument("--language", default="en", help="of the letter (%(default)s)")
    for verb, help_words in (("grant", "give a role"), ("revoke", "take a role back, at once")):
        change = verbs.add_parser(verb, help=help_words)
        change.add_argument("email", metavar="EMAIL")
        change.add_argument("role", choices=ROLES)
    verbs.add_parser("list", help="addresses, names and roles")


def run(args: argparse.Namespace) -> int:
    verbs = {"add": _add, "invite": _invite, "grant": _grant, "revoke": _revoke, "list": _list}
    verbs[args.verb](args)
    return 0


def _add(args: argparse.Namespace) -> None:
    from django.utils import timezone

    from undersigned.accounts import actions

    facts = {"email": args.email, "name": args.name, "password": _password(), "roles": args.role}
    try:
        actions.add_user(**facts, at=timezone.now(), by=BY)
    except actions.AddressTaken:
        raise Stop(f"{args.email} has an account already.") from None
    say(f"{args.email} may sign in; the second factor is set up at the first log-in.")


def _password() -> str:
    """From the terminal without showing it, or one line of standard input. Raises Stop."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    asked = sys.stdin.isatty()
    password = getpass.getpass("Password: ") if asked else sys.stdin.readline().rstrip("\n")
    try:
        validate_password(password)
    except ValidationError as error:
        raise Stop(" ".join(error.messages)) from None
    return password


def _invite(args: argparse.Namespace) -> None:
    from django.conf import settings
    from django.utils import timezone

    from undersigned.accounts import actions
    from undersigned.accounts.states import Role

    actions.invite(
        email=args.email,
        offer=str(Role(args.role).label),
        language=args.language,
        inviter=settings.OPERATOR,
        role=args.role,
        at=timezone.now(),
        by=BY,
    )
    say(f"A letter to {args.email} waits for the worker; the invitation lasts 14 days.")


def _grant(args: argparse.Namespace) -> None:
    from django.utils import timezone

    from undersigned.accounts import actions

    actions.grant_role(user=_user(args.email), role=args.role, at=timezone.now(), by=BY)
    say(f"{args.email} is {args.role}.")


def _revoke(args: argparse.Namespace) -> None:
    from django.utils import timezone

    from undersigned.accounts import actions

    try:
        actions.revoke_role(user=_user(args.email), role=args.role, at=timezone.now(), by=BY)
    except actions.LastOperator:
        raise Stop(f"{args.email} is the last operator; grant somebody else first.") from None
    say(f"{args.email} is not {args.role}.")


def _list(_: argparse.Namespace) -> None:
    from undersigned.accounts.models import User

    for user in User.objects.order_by("email").prefetch_related("site_roles"):
        roles = ", ".join(sorted(held.role for held in user.site_roles.all()))
        say(f"{user.email:40} {user.name:30} {roles}")


def _user(email: str) -> "User":
    from undersigned.accounts.models import User

    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise Stop(f"Nobody has an account with {email}.")
    return user
