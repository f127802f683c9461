"""What the fault tests ask of an installation, in processes of its own: prepare a petition, tell what is stored."""

import django
from tests.faults.asked import answer


def prepare() -> dict[str, str]:
    """An open petition to sign; its slug."""
    from django.conf import settings  # noqa: PLC0415
    from tests.factories.petitions import open_petition  # noqa: PLC0415 - needs Django

    from undersigned.journal import keys  # noqa: PLC0415

    keys.make(settings.KEYS)
    return {"slug": open_petition(slug="fault-test").slug}


def stored() -> dict[str, object]:
    """Every signature's state by its ref, the link's token of each, and how many letters are queued."""
    from undersigned.journal.sealed import unseal  # noqa: PLC0415
    from undersigned.mail.models import Letter  # noqa: PLC0415
    from undersigned.signatures.models import Signature  # noqa: PLC0415

    rows = Signature.objects.values_list("ref", "state", "sealed")
    refs = {bytes(ref).hex(): (bytes(ref), state, sealed) for ref, state, sealed in rows}
    return {
        "states": {key: state for key, (_, state, _) in refs.items()},
        "tokens": {
            key: unseal(sealed, of="signatures", ref=ref)["token"]
            for key, (ref, _, sealed) in refs.items()
        },
        "letters": Letter.objects.count(),
    }


def counted() -> dict[str, object]:
    """Count to the end, twice; the running count, the rows, and what the self-check says."""
    from django.utils import timezone  # noqa: PLC0415

    from undersigned.signatures import actions  # noqa: PLC0415
    from undersigned.signatures.models import PetitionCount, Signature  # noqa: PLC0415

    for _ in range(2):
        while actions.count(at=timezone.now()):
            pass
    row = PetitionCount.objects.first()
    return {
        "running": row.confirmed if row else 0,
        "rows": Signature.objects.filter(state="confirmed").count(),
        "differs": len(actions.check_counts(at=timezone.now())),
    }


if __name__ == "__main__":
    django.setup()
    answer({"prepare": prepare, "stored": stored, "counted": counted})
