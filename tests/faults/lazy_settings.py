"""The settings as they must not be: SQLite answers before it has synced. Only to show that the power cuts bite."""

from undersigned.config.settings import *  # noqa: F403
from undersigned.config.settings import DATABASES

_options = DATABASES["default"]["OPTIONS"]
if "init_command" in _options:
    _options["init_command"] = _options["init_command"].replace(
        "synchronous=FULL", "synchronous=NORMAL"
    )
