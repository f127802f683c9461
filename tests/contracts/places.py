"""What the parts of addresses stand for in the sample world: `route part`, else `app part`, else `part`."""

import json
from datetime import timedelta

from django.utils import timezone
from tests.contracts.certificates import of_certificates
from tests.contracts.checks import of_checks
from tests.contracts.support import ROOT
from tests.factories.councils import MemberFactory

from undersigned.accounts import actions as accounts
from undersigned.accounts.models import User
from undersigned.councils import actions as councils
from undersigned.councils.models import Council, Officer
from undersigned.councils.states import Role
from undersigned.journal.sealed import unseal
from undersigned.mail.models import Letter
from undersigned.petitions import actions as petitions
from undersigned.petitions.actions.proposal import Proposal
from undersigned.petitions.models import Petition
from undersigned.proof.queries.checkpoints import newest as newest_checkpoint
from undersigned.record import actions as record
from undersigned.signatures import actions as signatures
from undersigned.signatures.actions.receive_sheet import Returned
from undersigned.signatures.facts import Entry
from undersigned.signatures.models import Signature
from undersigned.signatures.moderation.conditions import Condition
from undersigned.signatures.moderation.models import Examination
from undersigned.signatures.sheets.prepare import Typed
from undersigned.signatures.sheets.states import Side

BY = "operator"
EXAMPLE = ROOT / "examples" / "durham-2018.json"
# The pages and buttons of an examination.
EXAMINATION = (
    *("examination", "progress", "patterns", "narrow", "signature", "hold", "release"),
    *("void", "undo", "approve", "refuse", "cancel"),
)


def values(petition: Petition, people: dict[str, User]) -> dict[str, object]:
    """The value of every part of every address."""
    return {
        **of_accounts(people),
        **of_councils(petition.council),
        **of_petitions(petition),
        **of_signatures(petition),
        **of_paper(petition, people["organiser"]),
        **of_proof(petition),
        **of_dossier("a-sample"),
        **of_checks(petition, people["clerk"]),
        **of_certificates(petition, people["clerk"]),
    }


def of_accounts(people: dict[str, User]) -> dict[str, object]:
    """People, and an open invitation."""
    facts = {"email": "new@example.org", "language": "en", "inviter": "Otto Sample"}
    invitation = accounts.invite(**facts, offer="Moderator", at=timezone.now(), by=BY)
    return {
        "accounts pk": people["signed_in"].pk,
        "accounts role": "moderator",
        "accounts:withdraw pk": invitation.pk,
        "accounts:invitation token": newest("accounts.invitation")["link"].split("/")[-2],
        "account_reset_password_from_key uidb36": "1",
        "account_reset_password_from_key key": "not-a-key",
        "pk": 1,
    }


def of_councils(council: Council) -> dict[str, object]:
    """A council's seats, members, officers, and an invitation."""
    seat = council.seats.get(name="Seat 1")
    facts = {
        "role": Role.STAFF,
        "email": "new@example.org",
        "language": "en",
        "inviter": "Cleo Sample",
    }
    invited = councils.invite(council=council, **facts, at=timezone.now(), by=BY)
    return {
        "councils slug": council.slug,
        "councils number": 1,
        "councils:rename_seat pk": seat.pk,
        "councils:add_member pk": seat.pk,
        "councils:correct_member pk": MemberFactory(seat=seat).pk,
        "councils:remove pk": Officer.objects.get(council=council, role="staff").pk,
        "councils:withdraw pk": invited.pk,
        "councils:remove_clerk pk": Officer.objects.get(council=council, role="clerk").pk,
    }


def of_petitions(petition: Petition) -> dict[str, object]:
    """The open petition; beside it, of the same group, a draft and one that waits for a moderator."""
    draft, waiting = (of_same_group(petition, name) for name in ("draft", "waiting"))
    petitions.submit(petition=waiting, at=timezone.now(), by=BY)
    for_moderators = ("review", "approve", "return_to_draft")
    for_open = ("close", "succeed", "warn", "withdraw_warning", "take_down", "restore")
    return {
        "slug": petition.slug,
        "desk pk": petition.pk,
        "petitions pk": draft.pk,
        "petitions sponsor": draft.sponsors.first().pk,
        "petitions official": draft.officials.first().pk,
        "petitions:new slug": petition.council.slug,
        "petitions:group slug": petition.lead.slug,
        "petitions token": newest("petitions.reply_offer")["token"],
        "petitions:take_back pk": waiting.pk,
        **{f"petitions:{page} pk": waiting.pk for page in for_moderators},
        **{f"petitions:{page} pk": petition.pk for page in for_open},
    }


def of_same_group(petition: Petition, name: str) -> Petition:
    """A draft with a sponsor and an official whom it names."""
    at = timezone.now() - timedelta(days=1)
    proposal = Proposal(
        council=petition.council,
        title=f"A sample {name}",
        text="We ask the council for a sample of a bench.",
        summary="A bench for the park.",
        goal=100,
    )
    draft = petitions.draft(proposal=proposal, lead=petition.lead, at=at, by=BY)
    official = {"name": "Pia Sample", "role": "Director of Parks", "email": "pia@example.org"}
    petitions.name_official(petition=draft, **official, at=at, by=BY)
    return draft


def of_signatures(petition: Petition) -> dict[str, object]:
    """A signature that waits for its confirmation; an examination of those that are confirmed."""
    row = Signature.objects.filter(petition=petition, state="pending").first()
    facts = unseal(row.sealed, of="signatures", ref=bytes(row.ref))
    examined = of_examination(petition)
    return {
        "signatures ref": bytes(row.ref).hex(),
        "signatures token": facts["token"],
        "signatures pk": petition.pk,
        "signatures group": petition.lead.slug,
        **{f"signatures:moderation_{page} pk": examined.pk for page in EXAMINATION},
    }


def of_paper(petition: Petition, organiser: User) -> dict[str, object]:
    """A paper sheet of the coalition: one line counts, one waits."""
    at = timezone.now()
    returned = Returned(1, 9, timezone.localdate(petition.opened_at), "Carla Sample", "ab" * 32)
    facts = {"petition": petition, "side": Side.COALITION, "returned": returned}
    sheet = signatures.receive_sheet(**facts, at=at, user=organiser)
    for number in (1, 2):
        line = Typed(number=number, entry=Entry(name="Zoe Sample", email=""))
        (typed,) = signatures.type_lines(sheet=sheet, lines=[line], at=at, user=organiser)
        if number == 1:
            signatures.count_sheet(sheet=sheet, at=at, user=organiser)
    signatures.count(at=at)
    pages = ("sheet", "sheet_file", "sheet_shown", "sheet_counted", "sheet_strike")
    found: dict[str, object] = {f"signatures:{page} pk": sheet.pk for page in pages}
    return found | {"signatures:sheet_strike line": typed.pk}


def of_proof(petition: Petition) -> dict[str, object]:
    """A confirmed signature, and the newest published checkpoint, which comes once the log is published."""
    row = Signature.objects.filter(petition=petition, state="confirmed").first()
    return {"proof ref": bytes(row.ref).hex(), "proof size": newest_size}


def newest_size() -> int:
    """How many entries the public log has."""
    checkpoint = newest_checkpoint()
    assert checkpoint
    return checkpoint.size


def of_examination(petition: Petition) -> Examination:
    """An examination that the worker has counted."""
    at = timezone.now()
    user = User.objects.filter(site_roles__role="moderator").earliest("pk")
    condition = Condition(confirmed_until=at)
    facts = {"petition": petition, "condition": condition, "at": at, "user": user}
    examination = signatures.count_matching(**facts)
    signatures.run_examinations(at=at)
    return examination


def of_dossier(slug: str) -> dict[str, object]:
    """The example's dossier under another name, shown."""
    example = json.loads(EXAMPLE.read_bytes()) | {"slug": slug}
    content = json.dumps(example).encode()
    version = record.import_dossier(content=content, at=timezone.now(), by=BY).version
    record.show(version=version, at=timezone.now(), by=BY)
    pages = ("dossier", "dossier_version", "dossier_json", "source", "source_version")
    return {
        **{f"journey:{page} slug": slug for page in pages},
        "journey number": version.number,
        "journey source": example["sources"][0]["id"],
        "record slug": slug,
        "record number": version.number,
    }


def newest(kind: str) -> dict[str, str]:
    """What the newest letter of a kind holds."""
    row = Letter.objects.filter(kind=kind).latest("id")
    return unseal(row.sealed, of="letters", ref=bytes(row.ref))
