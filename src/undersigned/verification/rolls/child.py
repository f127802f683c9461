"""The process in which a roll is read: told by one line of JSON on its input, it answers by lines of JSON."""

import base64
import json
import sys
from pathlib import Path
from typing import Any

from undersigned.verification.rolls.layout import layout_of
from undersigned.verification.rolls.limits import forbid_network, limit
from undersigned.verification.rolls.trouble import Trouble, Why


def main() -> int:
    """Do the one job; 0 even if the file is refused, which the last line says."""
    job = json.loads(sys.stdin.readline())
    limit(**job["limits"])
    _say({"network": not forbid_network()})
    try:
        _say(_read(job))
    except Trouble as trouble:
        _say({"trouble": trouble.why.value, "line": trouble.line})
    except FileNotFoundError:
        _say({"trouble": Why.DAMAGED.value, "line": 0})
    except MemoryError:
        _say({"trouble": Why.LIMITS.value, "line": 0})
    return 0


def _read(job: dict[str, Any]) -> dict[str, Any]:
    from undersigned.verification.rolls.reading import read_in  # noqa: PLC0415 - libraries under the limits, too

    key = base64.b64decode(job["key"])
    return read_in(Path(job["folder"]), key, layout_of(job["layout"]), _say)


def _say(facts: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
