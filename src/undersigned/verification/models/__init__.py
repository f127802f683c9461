"""The rows of verification."""

from undersigned.verification.models.checks import Candidate, Check, Cure, Decision, Line
from undersigned.verification.models.rolls import Profile, Roll

__all__ = ["Candidate", "Check", "Cure", "Decision", "Line", "Profile", "Roll"]
