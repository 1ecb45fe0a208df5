"""Middleware of the whole site: languages, staff cookies, and what a page may load."""

from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.utils import translation

from portal.core.content_security import ADMIN_POLICY, public_policy

# Staff read the admin in English unless their profile says otherwise: Wagtail is only a few
# per cent translated to Bangla.
STAFF_PREFIXES = ("/admin/", "/documents/")


class PathLanguageMiddleware:
    """Take the language from the address and from nothing else.

    Django's own LocaleMiddleware reads cookies and Accept-Language and makes answers vary on
    them. Here `/…` is Bangla and `/en/…` is English, for everybody, so pages can be stored.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = language_of_path(request.path_info)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def language_of_path(path: str) -> str:
    """Return the language code that an address stands for."""
    if path.startswith(STAFF_PREFIXES):
        return "en"
    for code, _name in settings.LANGUAGES:
        if code != settings.LANGUAGE_CODE and (path == f"/{code}" or path.startswith(f"/{code}/")):
            return code
    return settings.LANGUAGE_CODE


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """A strict policy for the public, a looser one for Wagtail's admin.

    Both are written out once. Only an answer whose view asks for something of its own
    (`csp.decorators`) has its policy made for it.
    """

    def process_response(self, request, response):
        if settings.DEBUG or any(name.startswith("_csp_") for name in vars(response)):
            return super().process_response(request, response)
        is_admin = request.path_info.startswith("/admin/")
        response.headers.setdefault(HEADER, _written_policy(is_admin))
        return response

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only:
            is_admin = request.path_info.startswith("/admin/")
            parts.config = ADMIN_POLICY if is_admin else public_policy()
        return parts


@cache
def _written_policy(is_admin: bool) -> str:
    return build_policy(config=ADMIN_POLICY if is_admin else public_policy())


class StaffCookiesMiddleware:
    """Hide the cookies of the staff from public pages (docs/decisions/0002).

    Their path is `/admin/`, but anybody can send anything: Django answers a malformed cookie by
    setting or deleting it, and makes the answer vary on it. Stands before Django's middleware
    for sessions and CSRF, which then find no cookie and leave the answer alone.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(STAFF_PREFIXES):
            request.COOKIES = {}
        return self.get_response(request)
