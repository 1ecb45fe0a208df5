"""Gunicorn's worker of threads: no more connections than it can serve, and long addresses."""

from gunicorn.http import message
from gunicorn.workers.gthread import ThreadWorker

# Gunicorn lowers a longer `limit_request_line` to this. Every Bangla letter takes nine bytes of
# an address, so that its 8,190 bytes are some nine hundred letters.
message.MAX_REQUEST_LINE = 131_072


class EvenThreadWorker(ThreadWorker):
    """Leaves new connections in the system's queue while it has one for each of its threads.

    Gunicorn's own accepts whatever comes and lets it wait inside the process: of a crowd one
    process may take three quarters while the other has nothing to do. See
    docs/decisions/0007-connections-wait-outside.md.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Those whose first request is not answered yet. Kept connections do not count, or a few
        # busy ones would keep everybody else out.
        self.newcomers = set()

    def enqueue_req(self, conn):
        if not conn.initialized:
            self.newcomers.add(conn)
        super().enqueue_req(conn)
        self.set_accept_enabled(self._accepting)

    def finish_request(self, conn, fs):
        self.newcomers.discard(conn)
        super().finish_request(conn, fs)

    def set_accept_enabled(self, enabled):
        # The main loop asks for `True` again and again until it is so.
        super().set_accept_enabled(enabled and len(self.newcomers) < self.cfg.threads)
