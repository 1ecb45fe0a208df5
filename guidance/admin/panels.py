"""What editors see beside a page's form."""

from wagtail.admin.panels import Panel

# Answers count for so long: what helped before a text was rewritten says little about it.
SCORE_DAYS = 90
SENTENCES_SHOWN = 10


class FeedbackPanel(Panel):
    """How often the page helped its readers, in both languages, and their latest sentences.

    Two queries. A page that is being made has had no readers.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "guidance/admin/feedback_panel.html"

        def is_shown(self):
            return bool(self.instance.pk)

        def get_context_data(self, parent_context=None):
            # Pages have panels, and the models of feedback are loaded beside them.
            from guidance.feedback import latest_sentences, scores

            context = super().get_context_data(parent_context)
            key = self.instance.translation_key
            return context | {
                "days": SCORE_DAYS,
                "scores": scores(key, SCORE_DAYS),
                "sentences": latest_sentences(key, SENTENCES_SHOWN),
            }
