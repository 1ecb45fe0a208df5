"""Documents on their way in: one that is too large is nowhere, not even for a moment.

Django's usual handler writes a large upload to the disk to its end, before anybody asks whether
it may come in at all.
"""

from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import (
    StopFutureHandlers,
    StopUpload,
    TemporaryFileUploadHandler,
)

from portal.core.documents.refusals import MAX_BYTES

# Where Wagtail's pages for documents are, the chooser's among them.
PATH = "/admin/documents/"
# A server that stops reading cuts the connection, and the browser shows its own error page instead
# of our sentence: so what is too large is read past, and only what is immense is cut off.
READ_AT_MOST = 10 * MAX_BYTES
# The form around the file.
FORM_BYTES = 1024 * 1024


class DocumentUploadHandler(TemporaryFileUploadHandler):
    """Takes large uploads of documents; all others are left to the handlers behind it.

    A document that is too large arrives without its content and with its true size, at which the
    form refuses it.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self._is_ours = False
        self._is_too_large = False

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        is_large = content_length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        self._is_ours = is_large and self.request.path_info.startswith(PATH)
        # What is announced as too large is never written at all.
        self._is_too_large = content_length > MAX_BYTES + FORM_BYTES

    def new_file(self, *args, **kwargs):
        if not self._is_ours:
            return
        super().new_file(*args, **kwargs)
        if self._is_too_large:
            self.file.close()
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data, start):
        if not self._is_ours:
            return raw_data
        if start + len(raw_data) > MAX_BYTES:
            self._is_too_large = True
            self._delete()
        if start > READ_AT_MOST:
            raise StopUpload(connection_reset=True)
        return None if self._is_too_large else super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size):
        if not self._is_ours:
            return None
        if not self._is_too_large:
            return super().file_complete(file_size)
        return InMemoryUploadedFile(
            BytesIO(),
            self.field_name,
            self.file_name,
            self.content_type,
            max(file_size, MAX_BYTES + 1),
            self.charset,
        )

    def upload_interrupted(self):
        """Leave nothing of what came before the connection broke off."""
        self._delete()

    def _delete(self) -> None:
        # Closed, a temporary file is gone.
        if getattr(self, "file", None) is not None and not self.file.closed:
            self.file.close()
