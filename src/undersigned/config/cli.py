"""`undersigned <command>`: the operator's way in.

Exit codes: 0 done, 1 failed, 2 used wrongly, 130 interrupted.
"""

import argparse
import os
import pkgutil
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from types import ModuleType

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from undersigned.config import commands, environment
from undersigned.config.terminal import Stop

FAILED, INTERRUPTED = 1, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "undersigned.config.settings")
    args = parser().parse_args(argv)
    module: ModuleType = args.module
    try:
        if getattr(module, "DJANGO", True):
            django.setup()
        return int(module.run(args))
    except KeyboardInterrupt:
        return _complain("Interrupted.", code=INTERRUPTED)
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # or Python complains at exit
        return FAILED
    except Exception as error:  # noqa: BLE001 - the last resort: one sentence instead of a traceback
        if environment.flag("DEBUG", default=False):
            traceback.print_exc()
        return _complain(_sentence(error))


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    top = argparse.ArgumentParser(
        prog="undersigned",
        description="A petition to a city council, from the first name to a kept promise.",
        epilog="`undersigned COMMAND --help` says more. Settings: docs/run/settings.md.",
    )
    top.add_argument("--version", action="version", version=f"%(prog)s {version('undersigned')}")
    words = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in _modules():
        before = set(words.choices)
        module.add(words)
        for word in set(words.choices) - before:
            words.choices[word].set_defaults(module=module)
    return top


def _modules() -> list[ModuleType]:
    names = sorted(info.name for info in pkgutil.iter_modules(commands.__path__))
    return [import_module(f"{commands.__name__}.{name}") for name in names]


def _sentence(error: Exception) -> str:
    match error:
        case Stop() | ImproperlyConfigured():
            return str(error)
        case DatabaseError():
            why = str(error).strip()
            return f"The database refused: {why}. `undersigned doctor` looks for the cause."
        case OSError(filename=name, strerror=why) if name:
            return f"{name}: {why}."
        case _:
            why = str(error).rstrip(".")
            return f"{type(error).__name__}: {why}. UNDERSIGNED_DEBUG=1 shows where."


def _complain(sentence: str, *, code: int = FAILED) -> int:
    sys.stderr.write(f"undersigned: {sentence}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
