"""`manage.py check_content`: what the content checks find in everything that is live."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from guidance.content_checks import findings_of, live_pages
from guidance.management.progress_line import ProgressLine
from guidance.text_checks import ERROR


class Command(BaseCommand):
    """Prints one line for each finding. Exit code 1 when there are errors, so that CI can hold."""

    help = "Check the texts of all live pages of advice and notes on countries."

    def add_arguments(self, parser):
        parser.add_argument(
            "--errors-only", action="store_true", help="leave out warnings and their count"
        )

    def handle(self, *args, errors_only, **options):
        with translation.override("en"):
            self.print_findings(errors_only)

    def print_findings(self, errors_only: bool):
        """Print findings page by page, and a progress line on a terminal."""
        pages = live_pages()
        errors = warnings = 0
        progress = ProgressLine(self.stdout)
        for number, (page, findings) in enumerate(findings_of(pages), start=1):
            progress.show(number, len(pages), str(page))
            for finding in findings:
                if finding.severity == ERROR:
                    errors += 1
                elif errors_only:
                    continue
                else:
                    warnings += 1
                progress.clear()
                language = page.locale.language_code
                address = getattr(page, "url_path", "") or "note"
                self.stdout.write(f"{language} {address} {page}: {finding}")
        progress.clear()
        summary = f"{len(pages)} texts checked: {errors} errors"
        summary += "." if errors_only else f", {warnings} warnings."
        if errors:
            raise CommandError(summary)
        self.stdout.write(self.style.SUCCESS(summary))
