"""Stage 5: delivery, agenda, speakers, testimony, attendance, minutes.

Nouns: event (pages: meeting, hearing), agenda item, speaker list, sign-up, testimony.
Promises: anyone may sign up to speak without an account, for, against or neither.
Never: orders speakers by their side.
"""
