"""Whether a person pressed the button.

A browser says so: `Sec-Fetch-User: ?1` stands on a navigation that a real press, key or tap began, and on no other
(Fetch Metadata Request Headers, §2.4). A scanner that follows links, posts forms, or calls `.click()` from a script
brings none. Who brings none (also: a browser from before 2023) types the letter's code instead, so no person is
kept out. What this cannot exclude stands in docs/threat-model.md.
"""

from django.http import HttpRequest


def is_pressed_by_a_person(request: HttpRequest) -> bool:
    """True if the browser vouches for a person's press."""
    return request.headers.get("Sec-Fetch-User") == "?1"
