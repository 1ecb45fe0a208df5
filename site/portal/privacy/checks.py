"""System checks of the privacy floor."""

from django.conf import settings
from django.core.checks import Error, Tags, register

from portal.privacy.keys import KeyFormatError, parse_hashing_key, parse_key_ring


@register(Tags.security)
def check_keys(app_configs, **kwargs):
    """Without keys no personal field can be written."""
    errors = []
    try:
        parse_key_ring(settings.FIELD_ENCRYPTION_KEYS)
    except KeyFormatError as error:
        errors.append(Error(f"FIELD_ENCRYPTION_KEYS cannot be used: {error}", id="privacy.E001"))
    try:
        parse_hashing_key(settings.FIELD_HASHING_KEY)
    except KeyFormatError as error:
        errors.append(Error(f"FIELD_HASHING_KEY cannot be used: {error}", id="privacy.E002"))
    return errors
