"""Stage 1: a coalition drafts a petition, a moderator approves it, it opens and closes.

Nouns: petition, group, coalition, text, goal, takedown.
Promises: opening fixes the text, the council's rules and the notice; their SHA-256 is shown.
Never: changes a text that somebody signed.
"""
