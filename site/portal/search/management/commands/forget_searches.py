"""`manage.py forget_searches`: delete counts of searches that must not be kept longer."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.search.learning import delete_old


class Command(BaseCommand):
    """Run once a day."""

    help = "Delete old counts of searches, and those too rare to be more than one person's."

    def handle(self, **options):
        self.stdout.write(f"{delete_old(timezone.localdate())} counts of searches are deleted.")
