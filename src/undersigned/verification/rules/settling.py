"""What decisions on a line come to. One is enough for `valid`; no rejection stands on one person alone."""

from collections import Counter
from collections.abc import Sequence

from undersigned.verification.states.checks import REJECTED, LineState, Outcome


def verdict(outcomes: Sequence[str]) -> tuple[LineState, str]:
    """Where a line stands after the standing decisions of its round, in their order, and its outcome if it has one.

    The first reviewer's `valid` settles it. A rejection needs a second reviewer, who is not told of the first; where
    the two differ, a third decides: by the majority, and if all three differ, as the latest who rejected said.
    """
    if not outcomes:
        return LineState.WAITING, ""
    (most, number), *_ = Counter(outcomes).most_common()
    if outcomes == [Outcome.VALID] or number > 1:
        return LineState.SETTLED, most
    if len(outcomes) == 1:
        return LineState.SECOND, ""
    if len(outcomes) == 2:  # noqa: PLR2004 - the two of the sentence above
        return LineState.DISPUTED, ""
    rejected = [outcome for outcome in outcomes if outcome in REJECTED]
    return LineState.SETTLED, rejected[-1]
