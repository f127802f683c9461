"""The rows of verification."""

from undersigned.verification.models.certificates import Certificate, SealKey, Verifier
from undersigned.verification.models.checks import Candidate, Check, Cure, Decision, Line
from undersigned.verification.models.draws import Draw, Pick
from undersigned.verification.models.rolls import Profile, Roll

__all__ = [
    "Candidate",
    "Certificate",
    "Check",
    "Cure",
    "Decision",
    "Draw",
    "Line",
    "Pick",
    "Profile",
    "Roll",
    "SealKey",
    "Verifier",
]
