import pytest

from undersigned.config.wiring import LETTERS
from undersigned.mail.letters import words
from undersigned.petitions.emails import SAMPLES


def test_every_letter_of_petitions_has_a_sample() -> None:
    assert sorted(SAMPLES) == sorted(kind for kind in LETTERS if kind.startswith("petitions."))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", SAMPLES)
def test_every_letter_says_why_it_came_and_where_to_go(kind: str, language: str) -> None:
    letter = words(kind, SAMPLES[kind], language)

    assert "A sample petition" in letter.text
    assert "://" in letter.text
    for link in (line for line in letter.text.splitlines() if "://" in line):
        assert f'href="{link}' in letter.html


def test_a_title_cannot_bring_markup_into_a_letter() -> None:
    facts = {**SAMPLES["petitions.submitted"], "title": "<a href=x>Win & go</a>"}

    letter = words("petitions.submitted", facts, "en")

    assert "<a href=x>" not in letter.html
    assert "&lt;a href=x&gt;Win &amp; go" in letter.html
    assert "<a href=x>Win & go</a>" in letter.text


def test_reasons_are_given_in_the_readers_language() -> None:
    english = words("petitions.returned", SAMPLES["petitions.returned"], "en")

    assert "It accuses or exposes a private person" in english.text
    assert "The second paragraph names a neighbour." in english.text


def test_why_it_could_not_wait_is_said_only_where_it_could_not() -> None:
    facts = SAMPLES["petitions.taken_down"]

    assert "Why it could not wait" in words("petitions.taken_down", facts, "en").text
    calm = words("petitions.taken_down", {**facts, "urgency": ""}, "en")
    assert "Why it could not wait" not in calm.text
