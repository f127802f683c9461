"""The figures by ward that a site published last, counted again."""

from undersigned.proof.verifier.opened import Opened
from undersigned.proof.verifier.words import number, say
from undersigned.pure.tlog.disclosure import Disclosure, check_disclosure, parse_disclosure
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.leaves import Leaf
from undersigned.pure.tlog.recount import Result, replay


def ward_faults(log: Opened, found: Result) -> list[str]:
    """Say each petition's newest figures by ward; what is wrong with them, in sentences."""
    return [
        f"{path}: {fault}"
        for petition, path in found.record.disclosures.items()
        if (fault := _fault(log, petition, path))
    ]


def _fault(log: Opened, petition: str, path: str) -> str:
    try:
        published = parse_disclosure(log.source.fetch(path))
        _check(log, petition, published)
    except Invalid as fault:
        return str(fault)
    wards = ", ".join(f"{ward}: {len(there):,}" for ward, there in published.wards.items())
    say(f"\nBy ward, petition {petition}, at {number(published.size, 'entry', 'entries')}")
    say(f"  {wards or 'no ward is large enough to be listed'}; all others: {published.other:,}")
    return ""


def _check(log: Opened, petition: str, published: Disclosure) -> None:
    origin = log.signed.checkpoint.origin
    if (published.petition, published.origin) != (petition, origin):
        raise Invalid("It is of another petition or another log.")
    if published.size > log.size:
        raise Invalid("It speaks of entries that the log has not.")
    listed = {index for there in published.wards.values() for index, _ in there}
    leaves: dict[int, Leaf] = {}

    def see(index: int, leaf: Leaf) -> None:
        if index in listed:
            leaves[index] = leaf

    machine = replay(log.source.fetch, log.size, published.size, see)
    check_disclosure(published, machine, leaves.get)
