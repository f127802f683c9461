"""The arithmetic a stranger must be able to check: plain Python, no Django, clock, network or database."""
