"""Content security policies.

Public pages may be stored and served again, so they cannot carry a nonce: the inline
stylesheets are allowed by their hashes, scripts come from our own files only.
"""

from csp.constants import NONE, SELF, UNSAFE_INLINE

from portal.core.stylesheet import SHEETS, stylesheet

ADMIN_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
}

# What a page that shows reCAPTCHA may load beside public_policy(). Its view is decorated with
# `csp.decorators.csp_update(RECAPTCHA_SOURCES)`; no other answer may load from another host.
_RECAPTCHA_HOSTS = ["https://www.google.com/recaptcha/", "https://www.gstatic.com/recaptcha/"]
RECAPTCHA_SOURCES = {
    "script-src": _RECAPTCHA_HOSTS,
    "frame-src": _RECAPTCHA_HOSTS,
    # It hides its text field and sizes its frame by `style` attributes.
    "style-src-attr": [UNSAFE_INLINE],
}


def public_policy() -> dict[str, list[str]]:
    """Return the policy of public pages."""
    return {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [
            SELF,
            *(f"'sha256-{stylesheet(name).sha256}'" for name in SHEETS),
        ],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
