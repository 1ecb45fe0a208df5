"""What editors upload as a document."""

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm

from portal.core.documents.recognition import check_document
from portal.core.documents.refusals import SENTENCES, DocumentRefusedError, size_sentence
from portal.core.inputs import clean_line

TRY_AGAIN = _("The file could not be looked at just now. Please upload it again in a minute.")
LEFT_EMPTY = _("Left empty, the language of the words in the PDF is taken.")


class DocumentForm(BaseDocumentForm):
    """Takes what is what its name says, and nothing that could harm a reader.

    The language of a new document is empty: the worker fills in what it reads.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and "language" in self.fields:
            self.instance.language = ""
            self.initial["language"] = ""
            self.fields["language"].help_text = LEFT_EMPTY
        if "file" in self.fields:
            file = self.fields["file"]
            file.help_text = size_sentence()
            file.error_messages["empty"] = SENTENCES["empty"]()
            for code in ("file_too_large", "file_too_large_unknown_size"):
                file.error_messages[code] = SENTENCES["too_large"]()

    def clean_title(self):
        """One line, without invisible letters that make it read differently from what it is."""
        return clean_line(self.cleaned_data["title"])

    def clean_file(self):
        """Look into a file that was just sent."""
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            try:
                check_document(file)
            except DocumentRefusedError as error:
                self.add_error("file", error.message)
            except OSError:
                self.add_error("file", TRY_AGAIN)
        return file
