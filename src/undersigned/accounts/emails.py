"""The letters of accounts: facts in, words out (config/wiring.py names these)."""

from collections.abc import Mapping

from undersigned.mail.letters import Words, render

SAMPLE_TO = {"to": "sample@example.org"}
SAMPLES: dict[str, Mapping[str, str]] = {
    "accounts.invitation": SAMPLE_TO
    | {
        "offer": "Clerk, Sample City Council",
        "inviter": "Ona Sample",
        "link": "https://office.example.org/invitation/sample/",
        "until": "March 16, 2026",
    },
    "accounts.reset": SAMPLE_TO | {"link": "https://office.example.org/account/sample/"},
    "accounts.code": SAMPLE_TO | {"code": "SAMPLE"},
    "accounts.changed": SAMPLE_TO | {"what": "totp_activated"},
}


def invitation(facts: Mapping[str, str], language: str) -> Words:
    """To whoever is invited: what to, by whom, the link, and until when it holds."""
    return render("accounts/emails/invitation", facts, language)


def reset(facts: Mapping[str, str], language: str) -> Words:
    """To whoever asked for a new password."""
    return render("accounts/emails/reset", facts, language)


def code(facts: Mapping[str, str], language: str) -> Words:
    """To a new address of an account: the code that confirms it."""
    return render("accounts/emails/code", facts, language)


def changed(facts: Mapping[str, str], language: str) -> Words:
    """To the owner of an account: what changed about how they sign in."""
    return render("accounts/emails/changed", facts, language)
