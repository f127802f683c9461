"""Where a request came from, as coarse as a limit needs it; never stored or logged in clear."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def network_of(request: HttpRequest) -> str:
    """The sender's network: an IPv4 /24 or an IPv6 /56, or an empty string where it cannot be told.

    Behind proxies of our own the address is counted from the right of X-Forwarded-For: what stands further left
    was written by the sender.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = request.headers.get("X-Forwarded-For", "").split(",")
        if len(hops) >= settings.TRUSTED_PROXIES:
            address = hops[-settings.TRUSTED_PROXIES].strip()
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 56), strict=False))  # noqa: PLR2004
