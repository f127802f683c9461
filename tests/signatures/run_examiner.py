"""A worker's examinations as a process of its own, in small batches: says "ready", then goes on to the end."""

import os
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "undersigned.config.settings"
django.setup()

from django.utils import timezone  # noqa: E402

from undersigned.signatures import actions  # noqa: E402

examinations = sys.modules["undersigned.signatures.actions.run_examinations"]
examinations.BATCH, examinations.BATCHES = 3, 1  # type: ignore[attr-defined]
print("ready", flush=True)  # noqa: T201 - the test waits for it
while actions.run_examinations(at=timezone.now()):
    pass
