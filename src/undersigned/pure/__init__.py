"""The arithmetic a stranger must be able to check: no Django, clock, network or database."""
