"""The worker's beat: everything that happens by itself as time passes, on one page.

Each job is the dotted name of a function that takes `at`; it is called again so many seconds after
it returned. What follows from events stands in config/wiring.py and comes through "tasks" here.
"""

from dataclasses import dataclass

MINUTE = 60
HOUR = 60 * MINUTE


@dataclass(frozen=True)
class Job:
    """One thing the worker does: its name in the logs, the seconds between, and the function."""

    name: str
    every: float
    does: str


BEAT = [
    Job("letters", 1, "undersigned.mail.sending.send_due"),
    Job("tasks", 1, "undersigned.config.errands.run_ready"),
    Job("counts", 1, "undersigned.signatures.actions.count"),
    Job("promises", 1, "undersigned.proof.actions.promise.promise"),
    Job("log", 1, "undersigned.proof.actions.sequence.sequence"),
    Job("asks", 2, "undersigned.signatures.actions.answer_asks"),
    Job("inquiries", 2, "undersigned.signatures.actions.answer_inquiries"),
    Job("wards", MINUTE, "undersigned.proof.actions.disclose.disclose_wards"),
    Job("log tools", HOUR, "undersigned.proof.actions.publish_tools.publish_tools"),
    Job("cosign", 10, "undersigned.proof.actions.cosign.cosign"),
    Job("names", 5, "undersigned.signatures.actions.publish_names"),
    Job("closing", MINUTE, "undersigned.petitions.actions.close_due"),
    Job("reminders", 10, "undersigned.signatures.actions.remind"),
    Job("drops", HOUR, "undersigned.signatures.actions.drop"),
    Job("count check", HOUR, "undersigned.signatures.actions.check_counts"),
    Job("expiry", HOUR, "undersigned.signatures.actions.expire"),
    Job("rolls", 2, "undersigned.verification.actions.import_roll.import_rolls"),
    Job("old rolls", HOUR, "undersigned.verification.actions.purge_rolls.purge_rolls"),
    Job("examinations", 1, "undersigned.signatures.actions.run_examinations"),
    Job("old marks", HOUR, "undersigned.signatures.actions.forget_marks"),
    Job("checks", 1, "undersigned.verification.actions.run_checks.run_checks"),
    Job("cures", 10, "undersigned.verification.actions.cure.ask_to_cure"),
    Job("old checks", MINUTE, "undersigned.verification.actions.forget.forget_checks"),
    Job("old letters", HOUR, "undersigned.mail.actions.purge"),
    Job("tidying", HOUR, "undersigned.config.errands.tidy"),
]
