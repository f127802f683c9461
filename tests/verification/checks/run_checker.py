"""A worker's checks as a process of its own, in small batches: says "ready", then goes on to the end."""

import os
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
os.environ["DJANGO_SETTINGS_MODULE"] = "undersigned.config.settings"
django.setup()

from django.utils import timezone  # noqa: E402

from undersigned.verification.actions import link_lines, run_checks  # noqa: E402

run_checks.BATCH = link_lines.BATCH = 3  # type: ignore[attr-defined]
print("ready", flush=True)  # noqa: T201 - the test waits for it
while run_checks.run_checks(at=timezone.now()):
    pass
