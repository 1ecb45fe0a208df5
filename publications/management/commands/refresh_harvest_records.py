"""`manage.py refresh_harvest_records`: what harvesters are told, in step with the pages."""

from django.core.management.base import BaseCommand

from publications.oai.harvest_records import refresh_all


class Command(BaseCommand):
    """Part of every release. Changes nothing where records and pages are in step."""

    help = "Bring the records of OAI-PMH in step with the publications."

    def handle(self, *args, **options):
        written = refresh_all()
        if options["verbosity"]:
            self.stdout.write(f"{written} records were written.")
