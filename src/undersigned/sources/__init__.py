"""Who says so: publishers, their relation to the matter, and what was stated and replied.

Nouns: source, relation, statement, reply.
Promises: every side's statement stands with its source and equal weight.
Never: ranks, scores or words one side better.
"""
