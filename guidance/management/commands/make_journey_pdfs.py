"""`manage.py make_journey_pdfs`: whole journeys as PDF, in both languages."""

from django.core.management.base import BaseCommand, CommandError

from guidance.journey_pdf import bring_up_to_date
from guidance.management.progress_line import ProgressLine
from guidance.models import StagePage
from guidance.pdf_support import REMEDY, PdfNotPossible, load_weasyprint


class Command(BaseCommand):
    """Makes what is missing or has changed. The worker does the same by itself."""

    help = "Make the PDFs of all journeys whose texts have changed. Can be run at any time."

    def handle(self, *args, **options):
        try:
            load_weasyprint()
        except PdfNotPossible as problem:
            raise CommandError(f"{problem} {REMEDY}") from None
        stages = list(StagePage.objects.live().select_related("locale").order_by("path"))
        progress = ProgressLine(self.stdout)
        made = 0
        for number, stage in enumerate(stages):
            progress.show(number, len(stages), stage.url_path)
            outcome = bring_up_to_date(stage)
            if outcome.is_new:
                made += 1
                progress.clear()
                pdf = outcome.pdf
                self.stdout.write(f"{pdf.file.name}: {pdf.pages} pages, {pdf.bytes // 1024} KB")
        progress.clear()
        self.stdout.write(self.style.SUCCESS(f"{len(stages)} journeys: {made} made anew."))
