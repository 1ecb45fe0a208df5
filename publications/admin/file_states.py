"""Files with what the worker knows of them, in words for editors."""

from django.urls import reverse
from django.utils.translation import gettext as _now

from portal.core.models import CustomDocument
from publications.files.hints import accessibility_hints
from publications.files.problems import problem_in_words
from publications.files.public import reading_of
from publications.files.reading import is_pdf


class FileState:
    """A file with what the worker knows of it, in the active language."""

    def __init__(self, document: CustomDocument):
        self.document = document
        self.reading = reading_of(document)
        self.is_pdf = is_pdf(document)

    @property
    def label(self) -> str:
        """How far it is, in words."""
        if not self.is_pdf:
            return _now("Not read: only PDF files are")
        if self.reading is None:
            return _now("Not read yet")
        return self.reading.get_state_display()

    @property
    def problem(self) -> str:
        """Why it could not be read, and what to do."""
        return problem_in_words(self.reading.problem) if self.reading else ""

    @property
    def hints(self) -> list[str]:
        """What keeps it from being read by everybody."""
        return accessibility_hints(self.document, self.reading) if self.reading else []

    @property
    def url(self) -> str:
        """The page with everything that was read."""
        return reverse("document_reading", args=[self.document.pk])
