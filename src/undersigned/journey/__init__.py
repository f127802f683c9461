"""The public page of one petition's whole life, and of one dossier.

Composes stages; holds no model of its own.
"""
