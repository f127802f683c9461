"""A sealed certificate: its canonical JSON in one line, and the seals beneath (C2SP signed-note).

{"certificate":{…},"schema":"undersigned-certificate/v1"}
(an empty line)
— clerk.example.org base64 of the key's id and the seal
"""

import json
from typing import Any

from undersigned.pure.standards.canonical_json import canonical_json
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.keys import Seal, VKey
from undersigned.pure.tlog.notes import Note, parse_note, verified
from undersigned.verification.seal import ed25519
from undersigned.verification.seal.keyfile import Key

SCHEMA = "undersigned-certificate/v1"


def read_certificate(raw: bytes) -> dict[str, Any]:
    """The certificate that a file is. Raises Invalid unless it is in its one form."""
    try:
        value = json.loads(raw.decode())
        same = canonical_json(value) == raw.rstrip(b"\n")
    except (ValueError, RecursionError):
        raise Invalid("This is not a certificate in JSON.") from None
    if not same:
        raise Invalid("This is not the certificate as the site wrote it: its bytes were changed.")
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        raise Invalid("This is JSON, but not a certificate of a kind that is known here.")
    return value


def seal(raw: bytes, key: Key) -> bytes:
    """The certificate under the key's seal. Raises Invalid."""
    text = canonical_json(read_certificate(raw)).decode() + "\n"
    made = Note(text, (Seal(key.name, key.vkey.id, ed25519.sign(key.seed, text.encode())),))
    return parse_note(made.bytes).bytes


def check(raw: bytes, vkey: VKey) -> dict[str, Any]:
    """The certificate in a sealed file. Raises Invalid unless this key sealed it, and nothing else stands in it."""
    note = parse_note(raw)
    certificate = read_certificate(note.text.encode())
    if len(note.seals) != 1:
        raise Invalid("The file holds more than the certificate and one seal.")
    if not verified(note, [vkey]):
        raise Invalid("This key has not sealed the certificate.")
    return certificate
