"""The published files beside a log, checked while its leaves go by (docs/open-data/log.md, § Files).

A file that is missing is a fault, unless a later leaf says that it was withheld.

Limits: a file is read whole, and only once its leaf is; one that nothing in the log names is not
looked at. What the files say is for their readers to judge.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from undersigned.pure.tlog.disclosure import FORMAT
from undersigned.pure.tlog.documents import (
    check_document,
    check_fixed,
    file_path,
    fixed_files,
    salt_path,
)
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.leaves import Leaf, Note, Open, Withheld

Fetch = Callable[[str], bytes]
_DISCLOSURE = f'"format":"{FORMAT}"'.encode()


@dataclass
class Record:
    """The published files that a log's leaves name, held against them as the leaves come.

    `faults` are sentences about files that are missing or changed. `withheld` are the notes that
    say of files that they were taken away, with the number of each and the paths that are gone.
    `checked` counts files; `disclosures` has the path of each petition's newest figures by ward.
    """

    fetch: Fetch
    checked: int = 0
    withheld: list[tuple[int, Withheld, list[str]]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    disclosures: dict[str, str] = field(default_factory=dict)
    _missing: dict[int, list[str]] = field(default_factory=dict)

    def take(self, index: int, leaf: Leaf) -> None:
        """Take entry `index`, which the rules allow, and check what it publishes."""
        match leaf:
            case Note():
                self._try(index, file_path(leaf.name), self._note, leaf)
            case Open():
                for path, digest in fixed_files(leaf).items():
                    self._try(index, path, self._fixed, digest)
            case Withheld():
                self.withheld.append((index, leaf, self._missing.pop(leaf.leaf, [])))

    def close(self) -> None:
        """What is missing now is a fault: no later entry withheld it."""
        for index, paths in self._missing.items():
            for path in paths:
                self.faults.append(f"{path}, published by entry {index}: missing without a word.")

    def _try(self, index: int, path: str, check: Callable[[str, Any], None], what: Any) -> None:
        try:
            check(path, what)
        except FileNotFoundError:
            self._missing.setdefault(index, []).append(path)
        except Invalid as fault:
            self.faults.append(f"{path}, published by entry {index}: {fault}")
        else:
            self.checked += 1

    def _note(self, path: str, leaf: Note) -> None:
        file = self.fetch(path)
        check_document(leaf.doc, self.fetch(salt_path(leaf.name)), file)
        if _DISCLOSURE in file:
            self.disclosures[leaf.petition] = path

    def _fixed(self, path: str, digest: bytes) -> None:
        check_fixed(digest, self.fetch(path))
