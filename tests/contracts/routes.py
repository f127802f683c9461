"""Every address of both sites, by walking the two address books through their includes."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override

SITES = {"web": settings.WEB_URLS, "office": settings.OFFICE_URLS}
PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


@dataclass(frozen=True)
class Route:
    """One address: its site, its path with <parts>, its name, its view."""

    site: str
    path: str
    name: str
    view: Callable[..., object]

    @property
    def audience(self) -> str:
        """Who it is for, as its view declares; empty if it does not."""
        return getattr(self.view, "audience", "")

    @property
    def parts(self) -> list[str]:
        """The names of the parts of its path that vary."""
        return re.findall(r"<(\w+)>", self.path)

    def __str__(self) -> str:
        return f"{self.site:6} {self.path}"


@cache
def routes() -> list[Route]:
    """Every address of both sites, in English, sorted."""
    with override("en"):
        found = [
            route
            for site, urls in SITES.items()
            for route in walk(site, get_resolver(urls).url_patterns, "/", "")
        ]
    return sorted(found, key=str)


def walk(
    site: str, patterns: list[URLPattern | URLResolver], prefix: str, space: str
) -> Iterator[Route]:
    """The addresses of an address book and of all that it includes."""
    for pattern in patterns:
        path = prefix + readable(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from walk(site, pattern.url_patterns, path, inner)
        else:
            yield Route(site, path, f"{space}{pattern.name or ''}", pattern.callback)


def readable(pattern: str) -> str:
    """A pattern without its machinery: `petitions/<slug>/`."""
    plain = PART.sub(lambda match: f"<{match[1] or match[2]}>", pattern)
    return plain.removeprefix("^").removesuffix("$").replace("\\.", ".").replace("\\Z", "")
