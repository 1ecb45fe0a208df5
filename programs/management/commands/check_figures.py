"""`manage.py check_figures`: figures typed by hand in the texts of programmes."""

from django.core.management.base import BaseCommand, CommandError

from programs.figure_checks import typed_figures
from programs.models import ProgramPage


class Command(BaseCommand):
    help = "List figures that programmes' texts repeat instead of embedding them."

    def handle(self, *args, **options):
        count = 0
        for page in ProgramPage.objects.live().filter(alias_of=None).order_by("path"):
            for figure in typed_figures(page):
                count += 1
                self.stdout.write(f"{page.url_path}: {figure.text} → {figure.token}")
        if count:
            raise CommandError(f"{count} figures were typed by hand.")
        self.stdout.write("Every figure of the programmes is embedded.")
