"""Who must vouch, as the file says it; and files that say it badly."""

from itertools import combinations

import pytest
from tests.pure.tlog.logs import LOG_KEY, POLICY, WITNESS_KEYS

from undersigned.pure.tlog import ed25519
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.notes import COSIGNATURE, LOG, VKey
from undersigned.pure.tlog.policy import Group, Policy, parse_policy

LIBRARY, NEWS = WITNESS_KEYS.values()


def witness(name: str, number: int) -> str:
    vkey = VKey(f"{name}.example", COSIGNATURE, ed25519.public_of(bytes([number]) * 32))
    return f"witness {name} {vkey.text}\n"


def subsets(names: list[str]) -> list[set[str]]:
    return [set(some) for n in range(len(names) + 1) for some in combinations(names, n)]


def test_a_policy_holds_what_its_lines_say() -> None:
    assert parse_policy(POLICY) == Policy(
        logs=[(LOG_KEY, "https://petitions.example.org/log/")],
        witnesses={"library": (LIBRARY, "https://library.example/"), "news": (NEWS, "")},
        groups={"both": Group(2, ("library", "news"))},
        quorum="both",
    )


def test_names_and_keys_of_witnesses_lead_to_each_other() -> None:
    policy = parse_policy(POLICY)
    assert policy.witness_keys == [LIBRARY, NEWS]
    assert policy.names_of([NEWS, LOG_KEY]) == {"news"}


def test_the_specifications_example_asks_for_two_of_one_kind_and_one_of_the_other() -> None:
    names = ["X1", "X2", "X3", "Y1", "Y2", "Y3"]
    lines = "".join(witness(name, number) for number, name in enumerate(names, start=1))
    groups = "group X 2 X1 X2 X3\ngroup Y any Y1 Y2 Y3\ngroup X-and-Y all X Y\n"
    policy = parse_policy(f"log {LOG_KEY.text}\n\n{lines}{groups}quorum X-and-Y\n")
    for some in subsets(names):
        x, y = (sum(name[0] == kind for name in some) for kind in "XY")
        assert policy.satisfied_by(some) == (x >= 2 and y >= 1)


def test_a_group_is_no_witness_by_its_name() -> None:
    policy = parse_policy(witness("a", 1) + witness("b", 2) + "group g all a b\nquorum g\n")
    assert not policy.satisfied_by({"a", "g"})
    assert policy.satisfied_by({"a", "b", "stranger"})


def test_groups_may_stand_in_groups_as_deep_as_anybody_likes() -> None:
    groups = [f"group g{n} all {f'g{n - 1}' if n else 'a'}\n" for n in range(1200)]
    policy = parse_policy(witness("a", 1) + "".join(groups) + "quorum g1199\n")
    assert policy.satisfied_by({"a"})
    assert not policy.satisfied_by(set())


def test_a_quorum_may_be_one_witness_or_nobody() -> None:
    one = parse_policy(witness("a", 1) + witness("b", 2) + "quorum b\n")
    nobody = parse_policy(" # the whole\n\t\n quorum \t none \n")
    assert [one.satisfied_by(names) for names in subsets(["a", "b"])] == [False, False, True, True]
    assert nobody.satisfied_by(set())
    assert nobody.logs == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "lines of text"),
        ("quorum none", "lines of text"),
        ("quorum none\r\n", "lines of text"),
        ("quorum none\x7f\n", "lines of text"),
        ("\n", "names no quorum"),
        (witness("a", 1), "names no quorum"),
        ("quorum\u00a0none\n", "Line 1 of the policy: It is not one"),
        ("quorum none\nquorum none\n", "Line 2 of the policy: It is not one"),
        ("quorum a\n", "no line before it defines"),
        ("quorum a b\n", "not one that a policy has"),
        ("Quorum none\n", "not one that a policy has"),
        ("log\n", "not one that a policy has"),
        (f"log {LOG_KEY.text} url more\n", "not one that a policy has"),
        (f"log {LIBRARY.text}\n", "wrong kind"),
        (f"witness a {LOG_KEY.text}\n", "wrong kind"),
        (f"log {LOG_KEY.text}\nlog {LOG_KEY.text}\n", "there already"),
        (f"log {LOG_KEY.text}\nlog {VKey('b', LOG, LOG_KEY.public).text}\n", "there already"),
        (witness("a", 1) + witness("b", 1), "Line 2 of the policy: Its key is there already"),
        (witness("a", 1) + witness("a", 2), "name is taken"),
        (witness("none", 1), "name is taken"),
        (witness("a", 1) + "group a any a\n", "name is taken"),
        (witness("a", 1) + "group g any a\n" + witness("g", 2), "name is taken"),
        ("group none any a\n", "name is taken"),
        ("group g any\n", "not one that a policy has"),
        ("group g any none\n", "no line before it defines"),
        ("group g any g\n", "no line before it defines"),
        (witness("a", 1) + "group g any a a\n", "named before"),
        (witness("a", 1) + "group g any a\ngroup h any a\n", "named before"),
        (witness("a", 1) + "group g 0 a\n", "more members than it has"),
        (witness("a", 1) + "group g 2 a\n", "more members than it has"),
        (witness("a", 1) + "group g 01 a\n", "not written as one"),
        (witness("a", 1) + "group g most a\n", "not written as one"),
        ("log a+b\n", "Line 1 of the policy: A key is written as"),
    ],
)
def test_a_policy_that_is_badly_written_is_refused_by_its_line(text: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        parse_policy(text)
