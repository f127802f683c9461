"""Stage 3: the public append-only log of signatures, and a receipt for every signer.

Nouns: leaf, tile, checkpoint, receipt, witness.
Promises: anyone can recompute the count; nothing published is changed unseen.
Never: publishes a name, an address, a ward in clear or a time finer than a day.
"""
