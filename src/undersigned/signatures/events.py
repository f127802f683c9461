from dataclasses import dataclass

from undersigned.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class SignatureConfirmed(Event):
    """Somebody confirmed a signature by the letter. The row is the record; the journal repeats no million rows."""

    name = "signature.confirmed"
    public = True
    journaled = False
    signature_id: int
    petition_id: int
    commit_c: bytes  # what the public log gets: carried, so that no row is read again
    commit_w: bytes


@dataclass(frozen=True, kw_only=True)
class SignatureWithdrawn(Event):
    """A signer took a confirmed signature back. The row is the record, and the public log's leaf."""

    name = "signature.withdrawn"
    public = True
    journaled = False
    signature_id: int
    petition_id: int


@dataclass(frozen=True, kw_only=True)
class SignaturesVoided(Event):
    """Two moderators took signatures out of the count, for a reason from the list; each gets its leaf."""

    name = "signatures.voided"
    public = True
    petition_id: int
    reason: str
    signature_ids: list[int]

    def scopes(self) -> tuple[str, ...]:
        return (f"petition:{self.petition_id}",)


@dataclass(frozen=True, kw_only=True)
class SignaturesRestored(Event):
    """Signatures that were void count again; each gets its leaf."""

    name = "signatures.restored"
    public = True
    petition_id: int
    signature_ids: list[int]

    def scopes(self) -> tuple[str, ...]:
        return (f"petition:{self.petition_id}",)


@dataclass(frozen=True, kw_only=True)
class OpeningsPurged(Event):
    """After the promised time nothing is held of a petition's signers any more; the proven count stands."""

    name = "signatures.purged"
    public = True
    petition_id: int


@dataclass(frozen=True, kw_only=True)
class CountMoved(Event):
    """The public count of a petition took in confirmed signatures, or let go of those that left."""

    name = "count.moved"
    journaled = False
    petition_id: int
    confirmed: int

    def scopes(self) -> tuple[str, ...]:
        return (f"petition:{self.petition_id}", f"count:{self.petition_id}")


@dataclass(frozen=True, kw_only=True)
class CountDiffers(Event):
    """The self-check found other rows than a figure of the running count says. Nothing was changed."""

    name = "count.differs"
    petition_id: int
    figure: str  # confirmed, withdrawn or void
    says: int
    rows: int


@dataclass(frozen=True, kw_only=True)
class UnconfirmedDropped(Event):
    """Signatures that nobody confirmed were deleted with all they held."""

    name = "signatures.dropped"
    rows: int


@dataclass(frozen=True, kw_only=True)
class ContactsTaken(Event):
    """An organiser took the file of signers who agreed that this group writes to them."""

    name = "signatures.contacts_taken"
    petition_id: int
    group_id: int
    rows: int


@dataclass(frozen=True, kw_only=True)
class NamesPublished(Event):
    """Names of signers who asked for it were put on their petition's page."""

    name = "signatures.names_published"
    petition_id: int
    rows: int

    def scopes(self) -> tuple[str, ...]:
        return (f"petition:{self.petition_id}",)


@dataclass(frozen=True, kw_only=True)
class NameHidden(Event):
    """A signer does not want the name shown any more. Whose it was, the journal does not keep."""

    name = "signature.name_hidden"
    petition_id: int

    def scopes(self) -> tuple[str, ...]:
        return (f"petition:{self.petition_id}",)


@dataclass(frozen=True, kw_only=True)
class UpdatesStopped(Event):
    """A signer takes back the agreement that groups may write to them."""

    name = "signature.updates_stopped"
    petition_id: int


@dataclass(frozen=True, kw_only=True)
class AddressSilenced(Event):
    """Somebody said "this was not me": the address gets no more letters about the petition."""

    name = "signature.address_silenced"
    petition_id: int


@dataclass(frozen=True, kw_only=True)
class SignaturesErased(Event):
    """What signatures held of persons was destroyed. The erasure ledger takes their refs, outside every backup."""

    name = "signatures.erased"
    refs: list[str]
    petitions: list[int]

    def scopes(self) -> tuple[str, ...]:
        return tuple(f"petition:{petition}" for petition in self.petitions)
