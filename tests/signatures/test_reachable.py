"""The quick way says of every address what the library says."""

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from undersigned.signatures.reachable import in_ascii

LOCALS = st.one_of(
    st.from_regex(r"[A-Za-z0-9_+.-]{1,70}", fullmatch=True),
    st.text(st.sampled_from("aB9._+-!#$%&'*/=?^`{|}~\"\\@ \n\té"), max_size=70),
)
DOMAINS = st.one_of(
    st.sampled_from(["example.org", "EXAMPLE.Org", "münchen.example.org", "xn--mnchen-3ya.org"]),
    st.from_regex(r"[A-Za-z0-9.-]{0,20}\.[a-z]{1,5}", fullmatch=True),
    st.text(st.sampled_from("aZ09-._é[]:@ \n"), max_size=12),
    st.sampled_from(["localhost", "river.test", "invalid", "[127.0.0.1]", f"{'a' * 64}.org", ""]),
)


def what_the_library_says(address: str) -> str | None:
    try:
        return validate_email(address, check_deliverability=False).ascii_email or ""
    except EmailNotValidError:
        return None


def what_we_say(address: str) -> str | None:
    try:
        return in_ascii(address)
    except EmailNotValidError:
        return None


@given(LOCALS, DOMAINS)
@example("a" * 64, "example.org")
@example("a" * 65, "example.org")
@example("ana", f"{'.'.join(['a' * 62] * 3)}.org")
@example("ana\n", "example.org")
@example("Ana <ana", "example.org>")
def test_the_quick_way_agrees_with_the_library(local: str, domain: str) -> None:
    address = f"{local}@{domain}"

    assert what_we_say(address) == what_the_library_says(address)


@pytest.mark.parametrize(
    ("typed", "reached"),
    [
        ("Ana.Sample+river@EXAMPLE.org", "Ana.Sample+river@example.org"),
        ("ana@münchen.org", "ana@xn--mnchen-3ya.org"),
        ("añá@example.org", ""),
    ],
)
def test_the_domain_is_given_in_ascii(typed: str, reached: str) -> None:
    assert in_ascii(typed) == reached
