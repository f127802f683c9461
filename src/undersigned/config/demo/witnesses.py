"""Two made-up witnesses of the demo's log. A real one would be run by somebody else, elsewhere."""

from collections.abc import Sequence
from pathlib import Path

from undersigned.proof.vkeys import log_vkey
from undersigned.proof.witness.store import Store, begin

NAMES = ("library.example.org", "newspaper.example.org")


def prepare_witnesses(folder: Path, host: str, ports: Sequence[int]) -> list[Path]:
    """Make them unless they are there, tell them the log and the log's policy them; the folder of each."""
    homes = [folder / "witnesses" / name for name in NAMES]
    lines = []
    for name, home, port in zip(NAMES, homes, ports, strict=True):
        store = Store(home) if (home / "witness.key").exists() else begin(home, name)
        store.add_log(log_vkey())
        short = name.partition(".")[0]
        lines.append(f"witness {short} {store.vkey.text} http://{host}:{port}")
    words = " ".join(line.split()[1] for line in lines)
    text = "\n".join([*lines, f"group both all {words}", "quorum both", ""])
    (folder / "policy").write_text(text, encoding="utf-8")
    return homes
