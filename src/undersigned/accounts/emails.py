"""The letters of accounts: facts in, words out (config/wiring.py names these)."""

from collections.abc import Mapping

from undersigned.mail.letters import Words, render


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
