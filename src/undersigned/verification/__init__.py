"""Stage 4: does the signer live here, once? The clerk's check against the roll.

Nouns: roll, match, sample, certificate.
Promises: no machine rejects anyone; a rejection is two people's.
Never: shows a confidential row.
"""
