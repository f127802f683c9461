"""What the journey line is made of. Any stage may give stations; the line shows them in the order given."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

State = Literal["done", "now", "next", "later"]


@dataclass(frozen=True)
class Station:
    """One station of a petition's way from first name to kept promise.

    `when` is a date, or words where the date is not known exactly ("October 2017"); `note` says more in a few
    words ("expected"); `href` leads to the part of the record that shows it.
    """

    label: str
    state: State
    when: date | str | None = None
    note: str = ""
    href: str = ""
