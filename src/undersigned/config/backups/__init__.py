"""Backups: a consistent snapshot of the database, encrypted to a key that is kept off the machine.

Nouns: snapshot (plain, temporary), backup (encrypted, named by its moment), header, scratch database.
Never: holds a private key, a secret, or the erasure ledger.
"""
