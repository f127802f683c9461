"""fsck: every figure recomputed from its rows, every row held against what vouches for it.

Nouns: rule, fault. Each module here holds the rules of one part of the database; rules.py lists
them. Rows are walked in order of their keys, in one read transaction and constant memory.
Never: changes a row.
"""
