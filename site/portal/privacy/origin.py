"""Where a form was sent from, as browsers say it: beside sealed tokens, instead of cookies."""

from urllib.parse import urlsplit

from django.http import HttpRequest


def is_from_this_site(request: HttpRequest) -> bool:
    """Whether a submission was sent by a page of this site.

    Browsers that know `Sec-Fetch-Site` are believed by it, others by `Origin`. Old browsers and
    some proxies send neither: then the token alone decides, so this returns True.
    """
    fetch_site = request.headers.get("Sec-Fetch-Site", "")
    if fetch_site:
        return fetch_site in ("same-origin", "none")
    origin = request.headers.get("Origin", "")
    if not origin:
        return True
    try:
        return urlsplit(origin).netloc == request.get_host()
    except ValueError:
        return False
