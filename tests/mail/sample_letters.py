"""Letters for the tests of `mail`, wired in place of the real ones."""

from collections.abc import Mapping

from undersigned.mail.letters import Words, render

LETTERS = {
    "sample.hello": "tests.mail.sample_letters.hello",
    "sample.broken": "tests.mail.sample_letters.broken",
    "sample.holey": "tests.mail.sample_letters.holey",
}
SAMPLES = {"sample.hello": {"to": "sample@example.org", "link": "https://example.org/1"}}


def hello(facts: Mapping[str, str], language: str) -> Words:
    return render("samples/hello", facts, language)


def broken(facts: Mapping[str, str], language: str) -> Words:
    raise ZeroDivisionError(facts["to"])


def holey(facts: Mapping[str, str], language: str) -> Words:
    return render("samples/holey", facts, language)
