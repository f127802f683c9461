import pytest

from undersigned.pure.linkage.nicknames import related, root


@pytest.mark.parametrize(
    ("long", "short"),
    [("robert", "bob"), ("francisco", "paco"), ("guadalupe", "lupe"), ("jose", "pepe")],
)
def test_short_and_long_forms_know_each_other(long: str, short: str) -> None:
    assert (short in related(long), long in related(short)) == (True, True)


def test_a_name_is_no_nickname_of_itself() -> None:
    assert "robert" not in related("robert")


def test_a_name_nobody_shortens_has_no_other() -> None:
    assert related("xqzt") == frozenset()


@pytest.mark.parametrize("form", ["bob", "rob", "robert"])
def test_the_short_forms_of_a_name_have_one_root(form: str) -> None:
    assert root(form) == "robert"
