"""`manage.py process_files`: scan and clean what still waits, delete what erasure left behind."""

from django.core.management.base import BaseCommand

from helpdesk.files.tasks import delete_leftovers, process_waiting


class Command(BaseCommand):
    """May run at any time and beside the worker: no file is processed twice."""

    help = "Scan and clean the files that still wait, and delete the files of erased requests."

    def handle(self, *args, **options):
        done, waiting = process_waiting()
        self.stdout.write(f"{done} files processed, {waiting} still wait.")
        deleted = delete_leftovers()
        if deleted:
            self.stdout.write(f"Files of {deleted} erased requests deleted.")
