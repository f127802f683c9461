"""Stage 8: the dated, sourced record of a matter, portable as one file.

Nouns: dossier, question, precedent, first claim.
Promises: export, import and export give the same bytes; an import waits for review.
Never: states what its sources do not.
"""
