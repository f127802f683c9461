"""Stage 7: what was promised in the adopted text, and what came of it.

Nouns: commitment, evidence, status change, register entry.
Promises: a status names its criteria and its proof; the other side may answer.
Never: scores a person.
"""
