"""One mailbox, one form; two mailboxes, two forms."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from undersigned.pure.addresses import BY_DOMAIN, RULES, canonical_address

LOCAL = st.text(st.sampled_from("aB.+-_") | st.characters(codec="utf-8"), min_size=1, max_size=12)
DOMAIN = st.sampled_from(
    ["gmail.com", "Googlemail.com", "me.com", "yahoo.es", "example.org", "xn--mnchen-3ya.example"]
)


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("Ana.Beispiel+petition@GoogleMail.com", "anabeispiel@gmail.com"),
        ("a.n.a@gmail.com", "ana@gmail.com"),
        ("ana.b+x@icloud.com", "ana.b@icloud.com"),
        ("ana.b@me.com", "ana.b@icloud.com"),
        ("ana.b@mac.com", "ana.b@icloud.com"),
        ("anas-news@yahoo.es", "anas@yahoo.es"),
        ("anas-news@yahoo.com", "anas@yahoo.com"),
        ("Ana.B+a+b@Example.ORG", "ana.b@example.org"),
        ("ana-b@example.org", "ana-b@example.org"),
        ("  ana@example.org ", "ana@example.org"),
        ("ANA@XN--MNCHEN-3YA.example", "ana@xn--mnchen-3ya.example"),
        ("+49@example.org", "+49@example.org"),
        ("..+x@gmail.com", "..+x@gmail.com"),
        ('"a+b"@example.org', '"a+b"@example.org'),
        ("JOSÉ@example.org", "josé@example.org"),
    ],
)
def test_an_address_has_the_form_of_its_mailbox(typed: str, form: str) -> None:
    assert canonical_address(typed) == form


def test_dots_differ_where_no_provider_says_that_they_do_not() -> None:
    assert canonical_address("an.a@example.org") != canonical_address("ana@example.org")
    assert canonical_address("an.a@outlook.com") != canonical_address("ana@outlook.com")


def test_one_name_at_two_providers_is_two_mailboxes() -> None:
    domains = ["gmail.com", "icloud.com", "yahoo.com", "yahoo.es", "outlook.com", "hotmail.com"]
    assert len({canonical_address(f"ana@{domain}") for domain in domains}) == len(domains)


@given(LOCAL, DOMAIN)
@example("\u0345", "example.org")
@example("\u1fb7+x", "gmail.com")
@example(".", "gmail.com")
@example('"+', "gmail.com")
def test_the_form_of_a_form_is_itself(local: str, domain: str) -> None:
    try:
        form = canonical_address(f"{local}@{domain}")
    except ValueError:
        assert not local.strip()
        return
    assert canonical_address(form) == form


@pytest.mark.parametrize("address", ["", "@", "ana", "ana@", "@example.org", "ana@münchen.example"])
def test_what_is_no_address_in_ascii_is_refused_without_quoting_it(address: str) -> None:
    with pytest.raises(
        ValueError, match=r"^an address is a local part, an @ and a domain in ASCII$"
    ):
        canonical_address(address)


def test_each_rule_names_its_source_and_no_domain_has_two_rules() -> None:
    assert all(rule.source for rule in RULES)
    assert len(BY_DOMAIN) == sum(len(rule.domains) for rule in RULES)
