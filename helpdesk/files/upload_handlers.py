"""Keep an upload in memory, or nowhere: Django's usual handler writes plain files to the disk.

A view sets it before it touches `request.POST`:

    handler = OneFileInMemory(request)
    request.upload_handlers = [handler]
    … request.POST …
    upload = handler.take()

Put the file's input last in the form: what stands before it survives whatever happens.
"""

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

from helpdesk.files.limits import MAX_BYTES
from helpdesk.files.refusals import FileRefusedError

# A server that stops reading cuts the connection, and the browser shows its own error page
# instead of our sentence. So a file that is somewhat too large is read to its end and thrown
# away, and only a huge one is cut off.
READ_AT_MOST = 3 * MAX_BYTES


class NoFiles(FileUploadHandler):
    """For pages without a file: reads past every file and keeps nothing of it anywhere.

    The words of the form arrive as ever. Set it before anything touches `request.POST`.
    """

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        raise SkipFile

    def receive_data_chunk(self, raw_data, start):
        return None

    def file_complete(self, file_size):
        return None


class OneFileInMemory(FileUploadHandler):
    """Holds one file of at most MAX_BYTES in memory and nothing more, and writes nothing."""

    def __init__(self, request=None):
        super().__init__(request)
        self.too_large = False
        self.more_than_one = False
        self.cut_short = False
        self._upload: InMemoryUploadedFile | None = None
        self._buffer: BytesIO | None = None
        self._expected = self._read = 0

    def take(self) -> InMemoryUploadedFile:
        """Return the file that was sent. Raises FileRefusedError."""
        if self.too_large:
            raise FileRefusedError("too_large")
        if self.cut_short:
            raise FileRefusedError("cut_short")
        if self.more_than_one:
            raise FileRefusedError("more_than_one")
        if self._upload is None:
            raise FileRefusedError("missing")
        return self._upload

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if input_data is self.request:
            self._count_what_is_read(input_data, content_length)

    def _count_what_is_read(self, request, content_length: int) -> None:
        # Django leaves a file that broke off out without a word, as if none had been chosen.
        self._expected = content_length
        read = request.read

        def counted(*args, **kwargs):
            data = read(*args, **kwargs)
            self._read += len(data)
            return data

        request.read = counted

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        if self._upload is not None or self.too_large:
            self.more_than_one = True
            raise SkipFile
        self._buffer = BytesIO()

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) > MAX_BYTES:
            self.too_large = True
            self._buffer = None
        if self.too_large:
            if start > READ_AT_MOST:
                raise StopUpload(connection_reset=True)
            return
        self._buffer.write(raw_data)
        return

    def file_complete(self, file_size):
        if self._buffer is None:
            return None
        self._buffer.seek(0)
        self._upload = InMemoryUploadedFile(
            file=self._buffer,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
        self._buffer = None
        return self._upload

    def upload_complete(self):
        self.cut_short = self._read < self._expected and not self.too_large
