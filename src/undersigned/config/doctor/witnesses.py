"""The public log's witnesses: do they vouch, and does any hold another log."""

from collections.abc import Iterator
from datetime import datetime

from undersigned.config.doctor.statement import Statement, problem, well
from undersigned.journal.keys import KeyMissing
from undersigned.proof.policy import site_policy
from undersigned.proof.queries.witnesses import WitnessRow, witnesses
from undersigned.pure.tlog.faults import Invalid

WITNESS_DOC = "docs/run/witness.md"


def statements(at: datetime) -> Iterator[Statement]:
    """Of the log's policy and witnesses."""
    try:
        site_policy()
    except KeyMissing:  # said of the keys
        return
    except Invalid as fault:
        yield problem("witnesses", str(fault), f"Correct UNDERSIGNED_LOG_POLICY ({WITNESS_DOC}).")
        return
    found = witnesses(at=at)
    if found.contradicted:
        names = ", ".join(found.contradicted)
        words = f"{names} holds a checkpoint of this log that the database does not know."
        yield problem("witnesses", words, "Nothing is signed. Run `undersigned log adopt`.")
    for row in found.not_fresh:
        yield problem("witnesses", _words(row), "Ask whoever runs it; others vouch meanwhile.")
    if not found.rows:
        words = "There is none: nobody but this site vouches for the log, and pages say so."
        yield well("witnesses", words)
    elif not found.not_fresh and not found.contradicted:
        yield well("witnesses", f"{len(found.rows)} vouched within two days.")


def _words(row: WitnessRow) -> str:
    last = f"last on {row.vouched_at:%Y-%m-%d %H:%M} UTC" if row.vouched_at else "never yet"
    why = f"; {row.trouble}" if row.trouble else ""
    return f"{row.name} vouched {last}{why}."
