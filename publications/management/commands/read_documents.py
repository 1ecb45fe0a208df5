"""`manage.py read_documents`: read the PDFs that wait, and those of a worker that was stopped."""

from django.core.management.base import BaseCommand

from portal.core.models import CustomDocument
from publications.files.reading import note_document
from publications.files.tasks import read_waiting


class Command(BaseCommand):
    """May run at any time and beside the worker: no document is read twice."""

    help = "Read the PDFs that wait for the worker, and those that it was stopped with."

    def add_arguments(self, parser):
        parser.add_argument(
            "--all", action="store_true", help="Also look for documents that nobody asked for."
        )

    def handle(self, *args, **options):
        if options["all"]:
            for key in CustomDocument.objects.values_list("pk", flat=True).iterator():
                note_document(key)
        done, left = read_waiting()
        self.stdout.write(f"{done} documents read, {left} still wait.")
