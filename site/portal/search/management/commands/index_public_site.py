"""`manage.py index_public_site`: write the index that visitors search."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from portal.search.models import Entry
from portal.search.views_found import write_views


class Command(BaseCommand):
    """Index everything anew, over what is there: visitors find things all the while."""

    help = "Write the index that visitors search. Needed once on a database from before it."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty", action="store_true", help="Only when no page is in the index."
        )

    def handle(self, **options):
        if options["if_empty"] and Entry.objects.filter(page__isnull=False).exists():
            # Their texts are the interface's, and may have been translated since the migrations.
            write_views()
            self.stdout.write("The index that visitors search is there.")
            return
        call_command("update_index", backend_name="public", verbosity=options["verbosity"])
        self.stdout.write(f"{Entry.objects.count()} entries are in the index.")
