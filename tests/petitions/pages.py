"""Reading a page as a person does, and pressing its buttons."""

import re

from undersigned.petitions.models import Petition


def page(response: object) -> str:
    """The page's words, without markup and with single blanks."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())  # type: ignore[attr-defined]
    return " ".join(text.split())


def seen(petition: Petition) -> dict[str, str]:
    return {"seen": petition.changed_at.isoformat()}
