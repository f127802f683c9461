from django.apps import AppConfig, apps


class AccountsConfig(AppConfig):
    name = "undersigned.accounts"

    def ready(self) -> None:
        if apps.is_installed("allauth.mfa"):  # everywhere but in the web process
            from undersigned.accounts import receivers  # noqa: F401, PLC0415 - starts to listen
