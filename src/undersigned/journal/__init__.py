"""What happened, by whom, when; and what follows from it.

Nouns: event, entry, wiring, sealed data, kept page.
Promises: an event is announced in the transaction of what it tells; config/wiring.py names who follows.
Never: knows who follows.
"""
