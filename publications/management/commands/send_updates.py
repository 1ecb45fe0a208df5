"""`manage.py send_updates`: tell subscribers of new publications, with or without a worker."""

from django.core.management.base import BaseCommand

from publications.updates.sending import send_due_announcements

A_LONG_RUN = 3600


class Command(BaseCommand):
    """May run beside workers, and as often as wished: nobody gets a letter twice."""

    help = "Send the e-mail updates on new publications that are due."

    def handle(self, *args, **options):
        sending = send_due_announcements(A_LONG_RUN)
        self.stdout.write(f"{sending.letters} letters sent, {sending.refused} refused")
