"""An address for what has a name: short, readable, and nobody else's."""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.text import slugify

LENGTH = 70  # leaves room for a number within the field's 80
Saved = TypeVar("Saved")


def under_free_slug(
    model: type[models.Model], words: str, save: Callable[[str], Saved], *, besides: int = 0
) -> Saved:
    """Call `save` with the first free slug made of these words; `besides` is the row's own key.

    Whoever loses a race for a slug goes on to the next.
    """
    rows = model._default_manager.exclude(pk=besides)  # noqa: SLF001 - Django's documented name
    base = slugify(words)[:LENGTH].strip("-") or model.__name__.lower()
    slug, number = base, 1
    while True:
        if not rows.filter(slug=slug).exists():
            try:
                with transaction.atomic():
                    return save(slug)
            except IntegrityError:
                if not rows.filter(slug=slug).exists():
                    raise
        number += 1
        slug = f"{base}-{number}"
