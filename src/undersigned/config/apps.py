from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "undersigned.config"
    label = "config"

    def ready(self) -> None:
        from undersigned.config import checks, checks_restore  # noqa: F401, PLC0415 - registers them
