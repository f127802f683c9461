"""The clerk's own tool: makes a key, seals a certificate, checks a seal, opens what was encrypted to the clerk.

Standard library and undersigned.pure alone, so that it runs where nothing of this site is installed
(`make seal` packs it into one file). The private key never leaves the machine that it was made on.
"""
