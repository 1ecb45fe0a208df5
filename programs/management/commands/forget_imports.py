"""`manage.py forget_imports`: delete files of values that were imported or given up."""

from django.core.management.base import BaseCommand

from programs.value_files.importing import delete_old


class Command(BaseCommand):
    """Run once a day."""

    help = "Delete files and reports of imports of indicator values that are a week old."

    def handle(self, **options):
        self.stdout.write(f"{delete_old()} imports of values are deleted.")
