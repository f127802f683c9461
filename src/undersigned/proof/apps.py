from django.apps import AppConfig


class ProofConfig(AppConfig):
    name = "undersigned.proof"
