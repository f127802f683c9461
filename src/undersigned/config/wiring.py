"""The switchboard: everything the system does by itself, on one page.

FOLLOWS: event → what follows it `now` (in its transaction; takes the list of events of that kind and `at`)
and `later` (in the worker; takes one event and `at`).
LETTERS: kind of letter → the function that writes it (takes the sealed facts, opened, and returns a Letter).
ROLES: role → the predicate that says whether a signed-in user has it.
ERASERS: kind of row in the erasure ledger → the action that erases such rows again after a restore.
FINGERPRINTS: fact of an event → the rows whose fingerprints its announcement takes (journal/fingerprints.py).
All are dotted names, so that reading this page imports nothing.
"""

from typing import TypedDict


class Follows(TypedDict, total=False):
    now: list[str]
    later: list[str]


FOLLOWS: dict[str, Follows] = {
    "signature.confirmed": {"now": ["undersigned.proof.tasks.log_signatures"]},
    "signature.withdrawn": {"now": ["undersigned.proof.tasks.log_withdrawals"]},
    "signatures.voided": {"now": ["undersigned.proof.tasks.log_voids"]},
    "signatures.restored": {"now": ["undersigned.proof.tasks.log_restorations"]},
    "signatures.purged": {"now": ["undersigned.proof.tasks.log_purges"]},
    "signatures.erased": {
        "now": [
            "undersigned.config.ledger.write_down",
            "undersigned.proof.tasks.forget_wards",
            "undersigned.verification.tasks.forget_signers",
        ]
    },
    "document.withheld": {"now": ["undersigned.proof.tasks.forget_words"]},
    "invitation.claimed": {
        "now": ["undersigned.councils.actions.appoint", "undersigned.petitions.tasks.join_groups"]
    },
    "examination.void_asked": {
        "later": ["undersigned.signatures.moderation.tasks.tell_moderators"]
    },
    "examination.undo_asked": {
        "later": ["undersigned.signatures.moderation.tasks.tell_moderators"]
    },
    "petition.revised": {"now": ["undersigned.petitions.tasks.tell_those_who_agreed"]},
    "petition.sponsor_asked": {"now": ["undersigned.petitions.tasks.tell_asked_group"]},
    "petition.submitted": {"later": ["undersigned.petitions.tasks.tell_moderators"]},
    "petition.reply_received": {"later": ["undersigned.petitions.tasks.tell_moderators_of_reply"]},
    "petition.returned": {"now": ["undersigned.petitions.tasks.tell_of_return"]},
    "petition.approved": {"now": ["undersigned.petitions.tasks.tell_of_approval"]},
    "petition.opened": {
        "now": [
            "undersigned.proof.tasks.log_openings",
            "undersigned.petitions.tasks.tell_of_opening",
        ]
    },
    "petition.closed": {
        "now": [
            "undersigned.proof.tasks.log_closings",
            "undersigned.petitions.tasks.tell_of_closing",
        ]
    },
    "petition.takedown_warned": {"now": ["undersigned.petitions.tasks.tell_of_warning"]},
    "petition.takedown_warning_withdrawn": {
        "now": ["undersigned.petitions.tasks.tell_of_withdrawn_warning"]
    },
    "petition.taken_down": {"now": ["undersigned.petitions.tasks.tell_of_takedown"]},
    "petition.restored": {"now": ["undersigned.petitions.tasks.tell_of_restoring"]},
}

# What follows every event that is public, in its transaction, besides its own followers: it takes (events, at).
PUBLIC = "undersigned.proof.tasks.put_on_record"

# Events that nothing follows, on purpose: they stand in the journal alone.
SILENT: set[str] = {
    "draw.announced",
    "draw.thrown",
    "draw.grown",
    "draw.cancelled",
    "certificate.drafted",
    "certificate.issued",
    "certificate.withdrawn",
    "seal_key.added",
    "seal_key.retired",
    "signers.handed_over",
    "verifier.appointed",
    "verifier.dismissed",
    "checkpoint.published",
    "key.rotated",
    "log.adopted",
    "tool.published",
    "council.added",
    "council.member_added",
    "council.member_claimed",
    "council.member_corrected",
    "council.notice_published",
    "council.officer_appointed",
    "council.officer_removed",
    "council.represented",
    "council.rules_published",
    "council.seat_added",
    "council.seat_renamed",
    "log.contradicted",
    "policy.published",
    "witness.moved",
    "wards.disclosed",
    "council.ward_map_removed",
    "council.ward_map_set",
    "council.wards_set",
    "email.changed",
    "factor.added",
    "factor.removed",
    "invitation.withdrawn",
    "letter.failed",
    "password.changed",
    "profile.saved",
    "roll.import_asked",
    "roll.mapped",
    "roll.purged",
    "roll.ready",
    "roll.received",
    "roll.refused",
    "role.granted",
    "role.revoked",
    "sessions.ended",
    "user.added",
    "user.invited",
    "user.signed_in",
    "count.differs",
    "count.moved",
    "sealed.opened",
    "signature.address_silenced",
    "signature.name_hidden",
    "signature.updates_stopped",
    "signatures.contacts_taken",
    "signatures.dropped",
    "signatures.names_published",
    "dossier.imported",
    "dossier.returned",
    "dossier.shown",
    "dossier.withdrawn",
    "examination.begun",
    "examination.cancelled",
    "examination.counted",
    "examination.hold_asked",
    "examination.look_asked",
    "examination.release_asked",
    "examination.undo_approved",
    "examination.undo_refused",
    "examination.void_approved",
    "examination.void_refused",
    "sheet.counted",
    "sheet.emptied",
    "sheet.line_struck",
    "sheet.line_taken_back",
    "sheet.lines_typed",
    "sheet.received",
    "signatures.held",
    "signatures.released",
    "signatures.voids_explained",
    "signatures.voids_undone",
    "group.founded",
    "group.organiser_invited",
    "group.organiser_joined",
    "petition.drafted",
    "petition.official_named",
    "petition.official_unnamed",
    "petition.reply_offered",
    "petition.sponsor_agreed",
    "petition.sponsor_left",
    "petition.taken_back",
    "reply.made",
    "source.added",
    "statement.made",
    "check.begun",
    "check.cancelled",
    "check.closed",
    "check.cure_offered",
    "check.forgotten",
    "check.frozen",
    "check.linked",
    "check.lines_audited",
    "check.lines_forgotten",
    "check.lines_left",
    "check.lines_wanted",
    "check.reopened",
    "line.candidate_found",
    "line.cure_asked",
    "line.cured",
    "line.decided",
    "line.decision_undone",
}

LETTERS: dict[str, str] = {
    "accounts.changed": "undersigned.accounts.emails.changed",
    "accounts.code": "undersigned.accounts.emails.code",
    "accounts.invitation": "undersigned.accounts.emails.invitation",
    "accounts.reset": "undersigned.accounts.emails.reset",
    "petitions.sponsor_asked": "undersigned.petitions.emails.sponsor_asked",
    "petitions.text_changed": "undersigned.petitions.emails.text_changed",
    "petitions.reply_offer": "undersigned.petitions.emails.reply_offer",
    "petitions.submitted": "undersigned.petitions.emails.submitted",
    "petitions.reply_received": "undersigned.petitions.emails.reply_received",
    "petitions.returned": "undersigned.petitions.emails.returned",
    "petitions.approved": "undersigned.petitions.emails.approved",
    "petitions.opened": "undersigned.petitions.emails.opened",
    "petitions.closed": "undersigned.petitions.emails.closed",
    "petitions.takedown_warned": "undersigned.petitions.emails.takedown_warned",
    "petitions.warning_withdrawn": "undersigned.petitions.emails.warning_withdrawn",
    "petitions.taken_down": "undersigned.petitions.emails.taken_down",
    "petitions.restored": "undersigned.petitions.emails.restored",
    "signatures.void_asked": "undersigned.signatures.moderation.emails.void_asked",
    "signatures.confirm": "undersigned.signatures.emails.confirm",
    "signatures.again": "undersigned.signatures.emails.confirm",
    "signatures.remind": "undersigned.signatures.emails.remind",
    "signatures.signed_before": "undersigned.signatures.emails.signed_before",
    "signatures.address_used": "undersigned.signatures.emails.address_used",
    "signatures.corrected": "undersigned.signatures.emails.corrected",
    "signatures.receipt": "undersigned.signatures.emails.receipt",
    "signatures.on_paper": "undersigned.signatures.emails.on_paper",
    "signatures.found": "undersigned.signatures.emails.found",
    "signatures.not_found": "undersigned.signatures.emails.not_found",
    "verification.cure": "undersigned.verification.emails.cure",
}

ROLES: dict[str, str] = {
    "organiser": "undersigned.petitions.rules.is_organiser",
    "moderator": "undersigned.accounts.rules.is_moderator",
    "operator": "undersigned.accounts.rules.is_operator",
    "clerk": "undersigned.councils.rules.is_clerk",
    "council_office": "undersigned.councils.rules.works_for_a_council",
    "reviewer": "undersigned.verification.rules.people.is_reviewer",
}

ERASERS: dict[str, str] = {
    "signature": "undersigned.signatures.actions.erase",
}

FINGERPRINTS: dict[str, list[str]] = {
    "draw": ["verification.Draw", "verification.Pick:draw"],
    "certificate": ["verification.Certificate"],
    "seal_key": ["verification.SealKey"],
    "verifier": ["verification.Verifier"],
    "petition": [
        "petitions.Petition",
        "petitions.Sponsor:petition",
        "petitions.NamedOfficial:petition",
    ],
    "group": ["petitions.Group", "petitions.GroupMember:group"],
    "source": ["sources.Source"],
    "statement": ["sources.Statement"],
    "council": [
        "councils.Council",
        "councils.Ward:council",
        "councils.WardMap:council",
        "councils.Seat:council",
        "councils.Member:seat__council",
        "councils.Rules:council",
        "councils.Notice:council",
        "councils.Officer:council",
    ],
    "user": ["accounts.SiteRole:user"],
    "invitation": ["accounts.Invitation"],
    "sheet": ["signatures.Sheet", "signatures.SheetLine:sheet"],
    "dossier": ["record.Dossier", "record.Version:dossier"],
    "roll": ["verification.Roll"],
    "line": ["verification.Decision:line"],
}
