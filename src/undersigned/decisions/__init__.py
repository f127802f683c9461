"""Stage 6: stated positions, measures, amendments, motions, votes, the adopted text.

Nouns: bill (pages: measure), motion, voting rule, vote event, person vote, excusal.
Promises: an outcome shows its rule and its arithmetic.
Never: infers how a member voted.
"""
