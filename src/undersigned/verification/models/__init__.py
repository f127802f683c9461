"""The rows of verification."""

from undersigned.verification.models.rolls import Profile, Roll

__all__ = ["Profile", "Roll"]
