"""Every letter there is, with made-up facts: for the desk's preview and for the contract test."""

from collections.abc import Mapping
from importlib import import_module

from undersigned.mail.letters import KindUnknown, Words, wired, words


def kinds() -> list[str]:
    """The kinds of letters, in alphabetical order."""
    return sorted(wired())


def sample(kind: str) -> Mapping[str, str]:
    """The made-up facts that stand beside a letter's function, in SAMPLES of its module.

    Raises KindUnknown, and KeyError when the module has no sample for the kind.
    """
    if kind not in wired():
        raise KindUnknown(kind)
    module = import_module(wired()[kind].rpartition(".")[0])
    facts: Mapping[str, str] = module.SAMPLES[kind]
    return facts


def preview(kind: str, language: str) -> Words:
    """The words of a sample letter. Raises what `sample` and `letters.words` raise."""
    return words(kind, sample(kind), language)
