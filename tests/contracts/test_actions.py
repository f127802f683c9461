"""An action is one verb: documented, by keyword, told the time and the actor. Only it saves models."""

import ast
import re
from collections.abc import Iterator

from tests.contracts.support import PACKAGE, lines_where, name_of, tree_of, under

# Actions that take something by position, and why.
UNLIKE = {
    "erase": "a batch: whom the ledger names",
    "offer_replies": "a part of `submit`, in its transaction",
    "confirm": "a batch: a list in, an outcome for each out",
    "sign": "a batch: a list in, an outcome for each out",
}
WRITES = re.compile(r"objects\b.*\.(create|update|delete|\w+_create|\w+_update)\(|\.save\(")
ACTIONS = [path for path in under(PACKAGE, ".py") if "actions" in {path.stem, path.parent.name}]


def verbs(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The public functions of a module."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def is_action(verb: ast.FunctionDef) -> bool:
    """Whether it changes something: it announces, or opens a transaction. Others are its parts."""
    return announcements(verb) != [] or any(
        "atomic" in ast.unparse(decorator) for decorator in verb.decorator_list
    )


def announcements(verb: ast.FunctionDef) -> list[ast.Call]:
    """The calls of `announce` in a function."""
    calls = [node for node in ast.walk(verb) if isinstance(node, ast.Call)]
    return [call for call in calls if ast.unparse(call.func).endswith("announce")]


def faults(verb: ast.FunctionDef) -> list[str]:
    """What a public function of an actions module lacks."""
    lacking = [] if ast.get_docstring(verb) else ["a docstring"]
    if not is_action(verb):
        return lacking
    if verb.args.args and verb.name not in UNLIKE:
        lacking.append(f"a * before {verb.args.args[0].arg}")
    named = {argument.arg for argument in [*verb.args.args, *verb.args.kwonlyargs]}
    if "at" not in named:
        lacking.append("`at`")
    if not (named & {"by", "user"} or all(map(names_its_only_actor, announcements(verb)))):
        lacking.append("`by`")
    return lacking


def names_its_only_actor(announcement: ast.Call) -> bool:
    """Whether the actor is a word: nobody else can do this (the worker by date, the signer)."""
    actors = [keyword.value for keyword in announcement.keywords if keyword.arg == "by"]
    return all(isinstance(actor, ast.Constant) for actor in actors) and actors != []


def test_every_action_is_documented_by_keyword_and_told_the_time_and_the_actor() -> None:
    found = [
        (f"{name_of(path)}: {verb.name}", faults(verb))
        for path in ACTIONS
        for verb in verbs(tree_of(path))
    ]
    assert [(name, lacking) for name, lacking in found if lacking] == []


def test_no_exception_outlives_its_action() -> None:
    names = {verb.name for path in ACTIONS for verb in verbs(tree_of(path))}
    assert set(UNLIKE) - names == set()


def test_nothing_but_actions_saves_models() -> None:
    readers = {"views", "forms", "queries", "emails", "urls", "rules", "states"}
    pages = [path for path in under(PACKAGE, ".py") if readers & {path.stem, path.parent.name}]
    assert lines_where(pages, WRITES.search) == []


def test_an_action_that_lacks_something_is_found() -> None:
    lacking = """
def publish(petition, *, by):
    announce(Published(), at=1, by=by)

@transaction.atomic
def count(*, at):
    "Count."

def close_due(*, at):
    "Close what is due."
    announce(Closed(), at=at, by="worker")

def close(*, at):
    "Close."
    announce.announce(Closed(), at=at, by=f"user:{7}")

def explained(words):
    "A part of an action."
"""
    assert {verb.name: faults(verb) for verb in verbs(ast.parse(lacking))} == {
        "publish": ["a docstring", "a * before petition", "`at`"],
        "count": [],
        "close_due": [],
        "close": ["`by`"],
        "explained": [],
    }
    assert WRITES.search("Petition.objects.filter(pk=1).update(state='open')")
    assert WRITES.search("form.save()")
    assert not WRITES.search("facts.update(more)")
