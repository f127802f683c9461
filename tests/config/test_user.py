import io

import pytest

from undersigned.accounts.models import Invitation, SiteRole, User
from undersigned.config import cli
from undersigned.journal.models import Entry

pytestmark = pytest.mark.django_db
PASSWORD = "nine dry riverbeds"


@pytest.fixture(autouse=True)
def _typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))


def add(email: str = "otto@example.org", *words: str) -> int:
    return cli.main(["user", "add", email, "--name", "Otto Sample", *words])


def test_the_first_operator_is_added_with_a_password(capsys: pytest.CaptureFixture[str]) -> None:
    assert add("Otto@example.org", "--role", "operator", "--role", "moderator") == 0
    user = User.objects.get()
    assert (user.email, user.name) == ("otto@example.org", "Otto Sample")
    assert user.check_password(PASSWORD)
    assert sorted(SiteRole.objects.values_list("role", flat=True)) == ["moderator", "operator"]
    assert PASSWORD not in capsys.readouterr().out
    assert set(Entry.objects.values_list("by", flat=True)) == {"operator"}


def test_a_weak_password_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert add() == 1
    assert capsys.readouterr().err == (
        "undersigned: This password is too short. It must contain at least 12 characters.\n"
    )
    assert not User.objects.exists()


def test_an_address_has_one_account(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    add()
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    assert add() == 1
    assert capsys.readouterr().err == "undersigned: otto@example.org has an account already.\n"


def test_others_are_invited_by_letter() -> None:
    assert cli.main(["user", "invite", "mia@example.org", "--role", "moderator"]) == 0
    assert Invitation.objects.values_list("email", "role").get() == ("mia@example.org", "moderator")


def test_roles_are_granted_and_revoked(capsys: pytest.CaptureFixture[str]) -> None:
    add("otto@example.org", "--role", "operator")
    assert cli.main(["user", "grant", "otto@example.org", "moderator"]) == 0
    assert cli.main(["user", "list"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].split() == [
        "otto@example.org",
        "Otto",
        "Sample",
        "moderator,",
        "operator",
    ]
    assert cli.main(["user", "revoke", "otto@example.org", "moderator"]) == 0
    assert list(SiteRole.objects.values_list("role", flat=True)) == ["operator"]


def test_the_last_operator_stays(capsys: pytest.CaptureFixture[str]) -> None:
    add("otto@example.org", "--role", "operator")
    assert cli.main(["user", "revoke", "otto@example.org", "operator"]) == 1
    assert capsys.readouterr().err == (
        "undersigned: otto@example.org is the last operator; grant somebody else first.\n"
    )
    assert SiteRole.objects.count() == 1


def test_who_has_no_account_gets_no_role(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["user", "grant", "nobody@example.org", "moderator"]) == 1
    assert capsys.readouterr().err == (
        "undersigned: Nobody has an account with nobody@example.org.\n"
    )
