"""Rounding as rules of law round: exact, from fractions to fractions.

"To two decimal places" and the like mean half up (2 CCR § 20530(c) only says "compute"); square
roots are taken to 50 digits by Python's decimal arithmetic, which rounds them correctly.

Limits: an irrational root is not exact; no published figure comes near its fiftieth digit.
"""

from decimal import Decimal, localcontext
from fractions import Fraction
from math import floor

DIGITS = 50


def half_up(value: Fraction, places: int = 0) -> Fraction:
    """Rounded to so many decimal places, halves upwards."""
    return Fraction(floor(value * 10**places + Fraction(1, 2)), 10**places)


def root(value: Fraction) -> Fraction:
    """The square root of a number that is not negative, to 50 digits; exact where there is an exact one."""
    with localcontext() as context:
        context.prec = DIGITS
        return Fraction((Decimal(value.numerator) / value.denominator).sqrt())
