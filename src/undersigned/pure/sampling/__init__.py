"""Random samples that anyone can redraw, and what law and mathematics conclude from them.

A draw (`ceremony`, `draw`), the rules of states by which a sample speaks for a whole petition
(`statutes`), a sound rule that is bound to none of them (`sequential`, `hypergeometric`,
`estimators`), and what each costs before anybody begins (`forecast`).
"""
