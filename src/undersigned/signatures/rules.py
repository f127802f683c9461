import hmac

from undersigned.signatures.blind import code_hash
from undersigned.signatures.models import Signature


def is_code_of(row: Signature, code: str) -> bool:
    """Whether these are the eight digits of this signature's letter."""
    given = code_hash(row.petition_id, bytes(row.email_index), code)
    return hmac.compare_digest(given, bytes(row.code_hash))
