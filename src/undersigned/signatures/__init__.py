"""Stage 2: a person signs, confirms by letter, is counted once, and can leave.

Nouns: signature, opening, commitment, blind index, slot, count; withdrawn, void, held; inquiry, silence.
Promises: what was acknowledged survives a crash; nobody can list the signers from `web` and the database; who leaves
lowers the count in public, once.
Never: holds personal data unsealed.
"""
