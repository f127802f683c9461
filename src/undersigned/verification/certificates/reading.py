"""A certificate's parts in the reader's language, as pages and the printed paper show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from undersigned.ui.templatetags.ui import grouped
from undersigned.verification.auditing import OTHERS
from undersigned.verification.groups import GROUPS
from undersigned.verification.methods import KEYS, title_of
from undersigned.verification.states.checks import Outcome

PERCENT = 100


@dataclass(frozen=True)
class Part:
    """A section: words, terms with their values, and a table whose first column names the rows."""

    key: str
    title: str
    words: str = ""
    terms: tuple[tuple[str, str], ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    wide: bool = False  # the second column is words, too
    note: str = ""


def outcome(told: Mapping[str, Any]) -> str:
    """What came out, in one sentence."""
    words = {
        "sufficient": _("There are enough valid signatures."),
        "insufficient": _("There are not enough valid signatures."),
    }
    return words[told["outcome"]["code"]]


def sentence(told: Mapping[str, Any]) -> str:
    """The figures, in one sentence."""
    figures = {name: grouped(told["figures"][name]) for name in ("valid", "lines", "required")}
    if told["figures"]["projected"]:
        words = _(
            "By its sample %(valid)s of %(lines)s signatures are valid; %(required)s are required."
        )
    else:
        words = _("%(valid)s of %(lines)s signatures are valid; %(required)s are required.")
    return words % figures


def parts(told: Mapping[str, Any]) -> list[Part]:
    """All of it, in order."""
    return [_method(told), _list(told), _outcomes(told), _worksheet(told), *_matching(told)]


def _method(told: Mapping[str, Any]) -> Part:
    method = told["method"]
    title = title_of(method["code"]) if method["code"] in KEYS else method["words"]
    terms = [(_("Method"), title), (_("Rule"), method["source"])]
    if draw := method["draw"]:
        sample = sum(draw["sample"].values())
        when = date_format(localtime(datetime.fromisoformat(draw["thrown_at"])), "DATETIME_FORMAT")
        terms += [
            (_("Dice thrown"), f"{when}, {draw['place']}"),
            (_("Digits"), draw["digits"]),
            (_("Lines drawn"), grouped(sample)),
            (_("Announcement on the public record"), draw["announcement"]),
        ]
    return Part("method", _("How it was found"), terms=tuple(terms))


def _list(told: Mapping[str, Any]) -> Part:
    roll, log, figures = told["roll"], told["log"], told["figures"]
    return Part(
        "list",
        _("What was compared"),
        terms=(
            (_("List"), _lines(figures["lines"], log["size"])),
            (_("Decided on"), grouped(figures["looked_at"])),
            (_("Of these matched by rule"), grouped(figures["matched_by_rule"])),
            (_("Roll"), roll["title"]),
            (_("Roll as of"), date_format(date.fromisoformat(roll["as_of"]))),
            (_("Rows of the roll"), grouped(roll["rows"])),
        ),
    )


def _lines(lines: int, size: int) -> str:
    words = ngettext(
        "%(lines)s signature, fixed when the public log had %(size)s entries",
        "%(lines)s signatures, fixed when the public log had %(size)s entries",
        lines,
    )
    return words % {"lines": grouped(lines), "size": grouped(size)}


def _outcomes(told: Mapping[str, Any]) -> Part:
    found = told["outcomes"]
    rows = [
        (str(outcome.label), grouped(found[outcome])) for outcome in Outcome if outcome in found
    ]
    undecided = told["figures"]["lines"] - sum(found.values())
    if undecided:
        rows.append((_("Not looked at"), grouped(undecided)))
    header = (_("Outcome"), _("Lines"))
    return Part("outcomes", _("Outcomes"), header=header, rows=tuple(rows))


def _worksheet(told: Mapping[str, Any]) -> Part:
    rows = tuple((_(step["words"]), step["formula"], step["value"]) for step in told["worksheet"])
    return Part(
        "worksheet",
        _("Worksheet"),
        header=(_("Step"), _("Formula"), _("Value")),
        rows=rows,
        wide=True,
        note=_(told["outcome"]["reason_words"]),
    )


def _matching(told: Mapping[str, Any]) -> list[Part]:
    wards, names = told["missed"]["wards"], told["missed"]["names"]
    found = [_audit(told["matching"])]
    words = _(
        "Of the signers who are on the roll, those whom the rule did not find and a person did. "
        "Nobody was turned away by the rule; where it misses more, more depends on people. "
        "Groups of fewer than ten stand together."
    )
    if any(group["name"] != OTHERS for group in wards):
        found.append(_missed("wards", _("Missed by the rule, by ward"), words, _("Ward"), wards))
        words = ""
    if not names:
        return found
    names_of = {name: str(label) for name, label in GROUPS.items()}
    named = [{**group, "name": names_of.get(group["name"], group["name"])} for group in names]
    title = _("Missed by the rule, by form of name")
    return [*found, _missed("names", title, words, _("Form of name"), named)]


def _audit(matching: Mapping[str, Any]) -> Part:
    title = _("How sure the matching is")
    if matching["at_most_wrong"] is None:
        words = _(
            "Nobody looked at lines that the rule matched, so how often it errs is not known."
        )
        terms = ((_("Matched by rule"), grouped(matching["accepted"])),)
        return Part("matching", title, words, terms)
    return Part(
        "matching",
        title,
        _(
            "Some lines that the rule matched went to reviewers, who did not know which. "
            "From what they found follows how many of all can be wrong."
        ),
        (
            (_("Matched by rule, of all lines"), grouped(matching["accepted"])),
            (_("Looked at blindly"), grouped(matching["looked_at_blindly"])),
            (_("Of these wrong"), grouped(matching["wrong"])),
            (
                _("Wrong of all, at most (95 percent sure)"),
                f"{grouped(matching['at_most_wrong'])} ({_share(matching['at_most_wrong'], matching['accepted'])})",
            ),
        ),
    )


def _missed(
    key: str, title: str, words: str, label: str, groups: Sequence[Mapping[str, Any]]
) -> Part:
    rows = tuple(
        (
            _("All others") if group["name"] == OTHERS else group["name"],
            grouped(group["on_roll"]),
            grouped(group["missed"]),
            _share(group["missed"], group["on_roll"]),
        )
        for group in groups
    )
    header = (label, _("On the roll"), _("Missed"), _("Share"))
    return Part(key, title, words, header=header, rows=rows)


def _share(part: int, whole: int) -> str:
    """In percent, to one decimal place."""
    tenths = (part * 10 * PERCENT + whole // 2) // whole if whole else 0
    return f"{tenths // 10}.{tenths % 10} %"
