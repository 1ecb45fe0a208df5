"""`manage.py send_notices`: send staff the notices that are due, with or without a worker."""

from django.core.management.base import BaseCommand

from helpdesk.notice_mail import send_due_notices


class Command(BaseCommand):
    """May run beside workers, and as often as wished: nobody gets a notice twice."""

    help = "Send the e-mail notices of the help desk that are due."

    def handle(self, *args, **options):
        sending = send_due_notices()
        self.stdout.write(f"{sending.sent} sent, {sending.failed} to be tried again")
