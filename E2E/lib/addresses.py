"""Paths of pages, and the routes behind them."""

import re
import urllib.parse

# Ids as pages print them: 13 letters and digits of Crockford's base 32.
_ID = re.compile(r"^[0-9a-hjkmnp-tv-z]{13}$")


def pattern(path: str) -> str:
    """`/partners/0123456789abc/edit?tab=x&page=2` → `/partners/{id}/edit?page&tab`."""
    parts = urllib.parse.urlsplit(path)
    segments = ["{id}" if _ID.match(part) else "{n}" if part.isdigit() else part for part in parts.path.split("/")]
    names = sorted({name for name, _ in urllib.parse.parse_qsl(parts.query, keep_blank_values=True)})
    return "/".join(segments) + ("?" + "&".join(names) if names else "")


def inside(base: str, current: str, href: str) -> str | None:
    """The path an `href` on page `current` leads to, or None when it leaves the installation."""
    target = urllib.parse.urljoin(base + current, href)
    if not (target == base or target.startswith(base + "/")):
        return None
    return urllib.parse.urldefrag(target[len(base):] or "/").url
