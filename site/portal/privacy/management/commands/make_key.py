"""`manage.py make_key`: print a new 32-byte key in URL-safe base64."""

import base64
import os

from django.core.management.base import BaseCommand

from portal.privacy.keys import KEY_BYTES


class Command(BaseCommand):
    """Prints a key. In FIELD_ENCRYPTION_KEYS a name and a colon stand before it."""

    help = "Print a new key for FIELD_ENCRYPTION_KEYS or FIELD_HASHING_KEY."
    requires_system_checks = []

    def handle(self, *args, **options):
        self.stdout.write(base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode())
