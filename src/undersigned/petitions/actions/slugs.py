"""An address for what has a name: short, readable, and nobody else's."""

from collections.abc import Callable
from itertools import chain, count
from typing import TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.text import slugify

LENGTH = 70  # leaves room for a number within the field's 80
TRIES = 5
Saved = TypeVar("Saved")


def under_free_slug(
    model: type[models.Model], words: str, save: Callable[[str], Saved], *, besides: int = 0
) -> Saved:
    """Call `save` with the first free slug made of these words; `besides` is the row's own key.

    Somebody who takes the slug at the same moment wins; this one gets the next.
    """
    for _ in range(TRIES):
        slug = _free(model, words, besides)
        try:
            with transaction.atomic():
                return save(slug)
        except IntegrityError:
            if slug == _free(model, words, besides):
                raise
    raise RuntimeError(f"No free address for a {model.__name__} after {TRIES} tries.")


def _free(model: type[models.Model], words: str, besides: int) -> str:
    base = slugify(words)[:LENGTH].strip("-") or model.__name__.lower()
    rows = model._default_manager.filter(slug__startswith=base).exclude(pk=besides)  # noqa: SLF001
    taken = set(rows.values_list("slug", flat=True))
    names = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(name for name in names if name not in taken)
