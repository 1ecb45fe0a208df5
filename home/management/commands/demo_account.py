"""`manage.py demo_account`: the account that one looks around with on one's own machine."""

import os

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from helpdesk.groups import GROUP_PERMISSIONS

USERNAME = "admin"


class Command(BaseCommand):
    """Creates or mends the superuser `admin`, with the password in DEMO_PASSWORD.

    It joins the help desk's groups: being a superuser opens no case. Refuses on a site that is
    served over HTTPS, where an account of this name would invite guessing.
    """

    help = "Create the local superuser `admin` with the password in DEMO_PASSWORD."
    requires_system_checks = []

    def handle(self, *args, **options):
        if not (settings.DEBUG or getattr(settings, "HTTPS", True) is False):
            raise CommandError("The demo account is for one's own machine: HTTPS must be off.")
        password = os.environ.get("DEMO_PASSWORD", "")
        if not password:
            raise CommandError("DEMO_PASSWORD is not set.")
        with transaction.atomic():
            user, created = get_user_model().objects.get_or_create(username=USERNAME)
            user.is_active = user.is_staff = user.is_superuser = True
            if not user.check_password(password):
                user.set_password(password)
            user.save()
            user.groups.add(*Group.objects.filter(name__in=GROUP_PERMISSIONS))
        self.stdout.write(f"{USERNAME}: {'created' if created else 'ready'}")
