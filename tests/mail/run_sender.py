"""A sender as a process of its own: sends until nothing more is sent."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "undersigned.config.settings"
django.setup()

from django.conf import settings  # noqa: E402

settings.LETTER_WIRING = "tests.mail.sample_letters.LETTERS"
settings.TEMPLATES[0]["DIRS"] = [str(Path(__file__).resolve().parent / "templates")]

from undersigned.mail.sending import send_due  # noqa: E402

while send_due(datetime.now(UTC)).sent:
    pass
