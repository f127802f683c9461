import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from pytest_django import Settings
from tests.factories.accounts import TOTP_SECRET, UserFactory

from undersigned.accounts.factors import (
    FactorNotOpened,
    new_totp_secret,
    open_factor,
    seal_factor,
    totp_code,
    totp_secret_for,
)
from undersigned.journal import keys

# RFC 6238, appendix B, SHA-1: seconds since 1970 and the last six of the eight digits.
RFC_6238 = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("seconds", "digits"), RFC_6238)
def test_codes_are_those_of_the_standard(seconds: int, digits: str) -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert totp_code(secret, at=datetime.fromtimestamp(seconds, tz=UTC)) == digits


def test_a_secret_comes_back_as_it_was_sealed() -> None:
    assert open_factor(seal_factor("JBSWY3DP")) == "JBSWY3DP"


def test_the_same_secret_is_sealed_differently_each_time() -> None:
    assert seal_factor("JBSWY3DP") != seal_factor("JBSWY3DP")


def test_a_changed_secret_does_not_open() -> None:
    raw = bytearray(base64.b64decode(seal_factor("JBSWY3DP")))
    raw[-1] ^= 1
    with pytest.raises(FactorNotOpened):
        open_factor(base64.b64encode(raw).decode())


def test_another_installations_key_opens_nothing(settings: Settings, tmp_path: Path) -> None:
    sealed = seal_factor("JBSWY3DP")
    keys.make(tmp_path)
    settings.KEYS = tmp_path
    with pytest.raises(FactorNotOpened):
        open_factor(sealed)


@pytest.mark.django_db
def test_no_secret_stands_in_the_database() -> None:
    UserFactory()
    assert TOTP_SECRET not in str(Authenticator.objects.values_list("data"))


def test_new_secrets_differ_and_have_twenty_bytes() -> None:
    first, second = new_totp_secret(), new_totp_secret()
    assert first != second
    assert len(base64.b32decode(first)) == 20


def test_the_demos_secrets_stay_and_are_each_their_own(settings: Settings, tmp_path: Path) -> None:
    ana = totp_secret_for("ana@example.org")
    assert ana == totp_secret_for("ana@example.org") != totp_secret_for("ben@example.org")
    keys.make(tmp_path)
    settings.KEYS = tmp_path
    assert ana != totp_secret_for("ana@example.org")
