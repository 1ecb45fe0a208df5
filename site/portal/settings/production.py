"""For servers, and for `make run`, which is production with local keys and hosts."""

from portal.privacy.keys import KeyFormatError, parse_hashing_key, parse_key_ring
from portal.settings.base import *
from portal.settings.required import refuse_to_start

if not SECRET_KEY:
    refuse_to_start("SECRET_KEY is not set. Set it to a long random text, and keep it.")
if not ALLOWED_HOSTS:
    refuse_to_start("ALLOWED_HOSTS is not set. Set it to the names of the site, with commas.")
try:
    parse_key_ring(FIELD_ENCRYPTION_KEYS)
except KeyFormatError as error:
    refuse_to_start(f"FIELD_ENCRYPTION_KEYS cannot be used: {error}")
try:
    parse_hashing_key(FIELD_HASHING_KEY)
except KeyFormatError as error:
    refuse_to_start(f"FIELD_HASHING_KEY cannot be used: {error}")

# HTTPS=off is for `make run` on one's own machine only.
HTTPS = env.bool("HTTPS", default=True)
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])
