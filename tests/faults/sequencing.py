"""What the sequencer's fault tests ask of a site, in processes of its own: sign, sequence until a kill, recount."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django
from tests.faults.asked import answer


def sign(number: str) -> dict[str, Any]:
    """So many people sign and confirm; their leaves wait."""
    from tests.factories import proof  # noqa: PLC0415
    from tests.factories.proof import signers  # noqa: PLC0415

    from undersigned.petitions.models import Petition  # noqa: PLC0415
    from undersigned.signatures.models import Signature  # noqa: PLC0415

    proof.NUMBERS = iter(range(Signature.objects.count(), 10**6))  # type: ignore[assignment]
    return {"signed": len(signers(Petition.objects.get(), int(number)))}


def sequence(name: str = "", when: str = "") -> dict[str, Any]:
    """Take every step; at the one of this name the process kills itself, before it, after it, or amid its files."""
    from django.utils import timezone  # noqa: PLC0415

    from undersigned.proof.actions import sequence as module  # noqa: PLC0415

    if os.environ.get("LAZY"):  # only to show that the power cuts bite
        os.fsync = lambda _: None
    steps = [_deadly(step, when) if step.__name__ == name else step for step in module.STEPS]
    return {"mine": module.sequence(at=timezone.now(), steps=steps)}


def die(number: str, name: str, when: str) -> dict[str, Any]:
    """Let people sign, then die while sequencing."""
    sign(number)
    return sequence(name, when)


def recover() -> dict[str, Any]:
    """What is published after a death, and after the next run."""
    before = recount()
    sequence()
    return {"before": before, "after": recount()}


def _deadly(step: Callable[..., object], when: str) -> Callable[..., object]:
    def deadly(**facts: Any) -> None:
        if when == "amid":
            _die_at_rename(3)
        if when != "before":
            step(**facts)
        os.kill(os.getpid(), signal.SIGKILL)

    return deadly


def _die_at_rename(number: int) -> None:
    """Die when so many files stand under their names, and the next is written but not yet renamed."""
    left = number

    def count(event: str, _: object) -> None:
        nonlocal left
        if event == "os.rename":
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def recount() -> dict[str, Any]:
    """What the published files say, by the verifier's own arithmetic; and what the database says."""
    from django.conf import settings  # noqa: PLC0415
    from tests.factories.proof import published_leaves, recounted  # noqa: PLC0415

    from undersigned.petitions.models import Petition  # noqa: PLC0415
    from undersigned.proof.models import Leaf, Tally  # noqa: PLC0415
    from undersigned.pure.tlog.tree import leaf_hash, root_of  # noqa: PLC0415

    figures = recounted().figures(Petition.objects.get().public_ref)
    hashes = [leaf_hash(leaf.bytes) for leaf in published_leaves()]
    checkpoint = (settings.LOG / "checkpoint").read_text().split("\n")
    return {
        "net": figures.net,
        "tally": Tally.objects.order_by("-size").values_list("signed", flat=True).first(),
        "root": root_of(hashes).hex(),
        "hashes": [one.hex() for one in hashes],
        "checkpoint": checkpoint[:3],
        "waiting": Leaf.objects.filter(index=None).count(),
    }


if __name__ == "__main__":
    django.setup()
    answers: dict[str, Callable[..., dict[str, Any]]] = {
        "sign": sign,
        "sequence": sequence,
        "die": die,
        "recover": recover,
        "recount": recount,
    }
    answer(answers)
