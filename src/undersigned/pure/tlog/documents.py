"""Published files that the log vouches for: SHA-256 (FIPS 180-4 §6.2) over a salt and the file.

A note leaf names a file; 32 random bytes beside it are its salt. Taken away together, they leave a
hash that tells nothing, so a file that was published of somebody can go. The four files that an
open leaf fixes (text, rules, wards, notice) have no salt: they are public, and go together.

Limits: the scheme is Undersigned's own. A hash says that the file is the one published then, not
that what it says is true.
"""

from hashlib import sha256

from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.leaves import Open
from undersigned.pure.tlog.strict import from_base64, to_base64

SALT_BYTES = 32
FIXED = ("text", "rules", "wards", "notice")


def doc_hash(salt: bytes, file: bytes) -> bytes:
    """What a note leaf holds of a file. Raises Invalid unless the salt has exactly 32 bytes."""
    if len(salt) != SALT_BYTES:
        raise Invalid(f"A salt is exactly {SALT_BYTES} bytes.")
    return sha256(salt + file).digest()


def file_path(name: str) -> str:
    """Where the file of a name stands below the log's address."""
    return f"record/{name}.json"


def salt_path(name: str) -> str:
    """Where its salt stands."""
    return f"record/{name}.salt"


def salt_text(salt: bytes) -> bytes:
    """What the file of a salt holds."""
    return f"{to_base64(salt)}\n".encode()


def parse_salt(raw: bytes) -> bytes:
    """The 32 bytes that the file of a salt holds. Raises Invalid."""
    text = raw.decode("ascii", "replace")
    if not text.endswith("\n"):
        raise Invalid("A salt does not end in a newline.")
    return from_base64(text[:-1], SALT_BYTES)


def check_document(doc: bytes, salt_file: bytes, file: bytes) -> None:
    """Raise Invalid unless this is the file, and this the salt's file, that a note leaf's doc binds."""
    if doc_hash(parse_salt(salt_file), file) != doc:
        raise Invalid("The published file is not the one that the log holds the hash of.")


def fixed_files(leaf: Open) -> dict[str, bytes]:
    """The SHA-256 that each of the four files of a petition must have, by its path."""
    return {file_path(f"{leaf.petition}-{part}"): getattr(leaf, part) for part in FIXED}


def check_fixed(digest: bytes, file: bytes) -> None:
    """Raise Invalid unless this is the file that an open leaf fixed."""
    if sha256(file).digest() != digest:
        raise Invalid("The published file is not the one that was fixed when the petition opened.")
