from dataclasses import asdict, dataclass
from typing import Any

from undersigned.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class OnCertificate(Event):
    """What the events about a certificate have in common."""

    petition_id: int
    certificate_id: int
    number: int

    def scopes(self) -> tuple[str, ...]:
        return (f"petition:{self.petition_id}", f"count:{self.petition_id}", "petitions")


@dataclass(frozen=True, kw_only=True)
class CertificateDrafted(OnCertificate):
    """A clerk, or an independent verifier, had a certificate written; it is not public before it is sealed."""

    name = "certificate.drafted"
    sha256: str

    def scopes(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, kw_only=True)
class CertificateIssued(OnCertificate):
    """A certificate about a petition's signatures is public. On record it stands as a whole, with the clerk's seal.

    `sealed_by` says who sealed it; `vkey` checks the seal, and is empty where the site's log alone binds it.
    """

    name = "certificate.issued"
    public = True
    sha256: str
    sealed_by: str
    vkey: str
    level: str
    outcome: str

    certificate: dict[str, Any]
    sealed: str

    def facts(self) -> dict[str, Any]:
        """Without the certificate itself: its row holds it."""
        whole = asdict(self)
        return {name: whole[name] for name in whole.keys() - {"certificate", "sealed"}}

    def on_record(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class CertificateWithdrawn(OnCertificate):
    """A certificate does not hold any more, for this reason; the level of the count falls."""

    name = "certificate.withdrawn"
    public = True
    sha256: str
    reason: str

    words: str

    def facts(self) -> dict[str, Any]:
        """Without words that a person wrote."""
        return {name: value for name, value in asdict(self).items() if name != "words"}

    def on_record(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class SealKeyAdded(Event):
    """Somebody who certifies for a council named the public key that checks their seals, before there are any."""

    name = "seal_key.added"
    public = True
    seal_key_id: int
    council: int
    capacity: str  # clerk or verifier
    vkey: str


@dataclass(frozen=True, kw_only=True)
class SealKeyRetired(Event):
    """A key seals no more certificates; what it sealed still stands."""

    name = "seal_key.retired"
    public = True
    seal_key_id: int
    council: int
    vkey: str


@dataclass(frozen=True, kw_only=True)
class SignersHandedOver(Event):
    """The list of a petition's signers was encrypted to whoever checks them, on the terms of a notice."""

    name = "signers.handed_over"
    public = True
    petition_id: int
    capacity: str
    kind: str  # csv or pdf
    rows: int
    notice_sha256: str
    file_sha256: str
    recipient: str

    def scopes(self) -> tuple[str, ...]:
        return (f"petition:{self.petition_id}",)


@dataclass(frozen=True, kw_only=True)
class VerifierAppointed(Event):
    """An independent verifier was appointed for a petition whose council takes no part on this site."""

    name = "verifier.appointed"
    public = True
    petition_id: int
    verifier_id: int
    user: int

    def scopes(self) -> tuple[str, ...]:
        return (f"petition:{self.petition_id}",)


@dataclass(frozen=True, kw_only=True)
class VerifierDismissed(Event):
    """An independent verifier's appointment ended."""

    name = "verifier.dismissed"
    public = True
    petition_id: int
    verifier_id: int
    user: int

    def scopes(self) -> tuple[str, ...]:
        return (f"petition:{self.petition_id}",)
