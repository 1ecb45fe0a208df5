"""`manage.py forget_subscriptions`: erase e-mail addresses that nobody confirmed in time."""

from django.core.management.base import BaseCommand

from publications.updates.subscribing import forget_unconfirmed


class Command(BaseCommand):
    """Run once a day."""

    help = "Erase addresses for e-mail updates that were not confirmed within four days."

    def handle(self, **options):
        self.stdout.write(f"{forget_unconfirmed()} addresses that nobody confirmed are erased.")
