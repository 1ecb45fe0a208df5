"""`manage.py write_last_good`: write the file of emergency numbers from the database."""

from django.core.management.base import BaseCommand

from portal.reference.last_good import write_last_good


class Command(BaseCommand):
    """For servers that did not publish the numbers themselves: run it in the release step."""

    help = "Write the emergency numbers that help and error pages read without a database."

    def handle(self, *args, **options):
        if write_last_good():
            self.stdout.write("The emergency numbers are written.")
        else:
            self.stdout.write("No emergency number is published: the file is left as it is.")
