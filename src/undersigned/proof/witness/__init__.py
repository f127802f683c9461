"""A witness: watches that a public log only grows, and vouches for it (C2SP tlog-witness, tlog-cosignature).

A library, a newspaper, an opposing group: each can run this alone. It needs Python, this package, `undersigned.pure`
and the library `cryptography`; no Django, no database. All it keeps is a folder of small files (store.py).
"""
