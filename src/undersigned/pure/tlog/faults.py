"""The one refusal of everything here: what was read is not what its specification (the § named in each module) allows.

Limits: the sentence says what is wrong, never whose data it is about; it is English, for a log or
a report, and pages put it into their reader's words.
"""


class Invalid(ValueError):
    """Something read is malformed, or does not prove what it claims. str() is one plain sentence."""
