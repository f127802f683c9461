"""Stage 2: a person signs, confirms by letter, and is counted once.

Nouns: signature, opening, commitment, blind index, slot, count.
Promises: what was acknowledged survives a crash; nobody can list the signers from `web` and the database.
Never: holds personal data unsealed.
"""
