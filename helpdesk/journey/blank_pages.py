"""Pages that are the same for everybody but for a few values: made once a minute.

Only the sealed token differs, or on a receipt the code, and is put in at the end. What shows an
answer, a mistake or what somebody chose is never kept here.
"""

from collections.abc import Callable
from hashlib import sha256

from django.core.cache import cache
from django.templatetags.static import static

# How long a changed number, district or recording takes to reach these pages, in seconds.
KEPT_FOR = 60


def filled_page(kind: tuple, values: dict[str, str], render: Callable[[dict], str]) -> str:
    """Return a page's HTML with the values in it.

    `kind` says all that its looks depend on: codes and numbers alone. `render` makes the page
    for values; those given here must need no escaping.
    """
    # A new version of the site links other files.
    looks = repr((*kind, static("js/help.js")))
    key = f"help-page:{sha256(looks.encode()).hexdigest()}"
    html = cache.get(key)
    if html is None:
        html = render({name: _place_of(name) for name in values})
        cache.set(key, html, KEPT_FOR)
    for name, value in values.items():
        html = html.replace(_place_of(name), value)
    return html


def _place_of(name: str) -> str:
    return f"@@{name}@@"
