"""A worksheet as it is read and printed."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from undersigned.pure.sampling.worksheet import Decision, Worksheet


@dataclass(frozen=True)
class Step:
    """A step of a worksheet, in the reader's language."""

    words: str
    formula: str
    value: str


@dataclass(frozen=True)
class Printed:
    """A worksheet to read and print."""

    steps: tuple[Step, ...]
    decision: str
    reason: str
    final: bool


def printed(worksheet: Worksheet) -> Printed:
    """In the reader's language."""
    words = {
        Decision.SUFFICIENT: _("There are enough valid signatures."),
        Decision.INSUFFICIENT: _("There are not enough valid signatures."),
        Decision.FULL_CHECK: _("The sample does not settle it: every line is to be looked at."),
        Decision.LARGER_SAMPLE: _("Not settled yet: more lines are to be drawn."),
    }
    return Printed(
        steps=tuple(Step(_(each.text), each.formula, each.shown) for each in worksheet.steps),
        decision=words[worksheet.decision],
        reason=_(worksheet.reason.text),
        final=worksheet.decision in {Decision.SUFFICIENT, Decision.INSUFFICIENT},
    )
