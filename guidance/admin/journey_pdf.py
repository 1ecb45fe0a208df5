"""The journey's PDF as editors see it on the page of the stage."""

from wagtail.admin.panels import Panel

from guidance.pdf_support import REMEDY, what_is_missing


class JourneyPdfPanel(Panel):
    """Whether there is a PDF of the journey, and how to enable PDFs where there cannot be one.

    One query.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "guidance/admin/journey_pdf_panel.html"

        def is_shown(self):
            return bool(self.instance.pk)

        def get_context_data(self, parent_context=None):
            # Pages have panels, and the model of PDFs is loaded beside them.
            from guidance.journey_pdf import offered

            context = super().get_context_data(parent_context)
            pdf = offered().filter(stage_id=self.instance.pk).first()
            return context | {
                "pdf": pdf,
                # Where there is one it was made: the libraries are large, and stay unloaded.
                "missing": "" if pdf else what_is_missing(),
                "remedy": REMEDY,
            }
