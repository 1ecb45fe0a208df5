"""Django's PostgreSQL: no endless waiting, and less asking whether a kept connection works."""

import select
import time

from django.db.backends.postgresql import base

# A network that swallows a connection without a word is noticed after this, in seconds. A server
# that ends or restarts closes its connections, and that is noticed at once.
ASKED_EVERY = 5
# Nobody waits longer for what somebody else has locked, in seconds. SQLite's writers wait as
# long (portal.settings.databases): then a person who asks for help learns it, and whom to call.
LONGEST_WAIT_FOR_A_LOCK = 20


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that was asked a moment ago is not asked again while nothing came on it.

    Asking (`SELECT 1`, CONN_HEALTH_CHECKS) is a journey to the database and back before each
    request. Looking at the socket costs nothing: on a connection that rests, a server has
    nothing to say but that it is going. What is left: a server killed less than a millisecond
    before a request may not have been heard yet, and that request fails; its form can be sent
    again without a second ticket.
    """

    _asked_at = float("-inf")

    def connect(self):
        super().connect()
        self._asked_at = time.monotonic()

    def init_connection_state(self):
        super().init_connection_state()
        # Said here and not in the connection's options, which poolers refuse.
        with self.connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{LONGEST_WAIT_FOR_A_LOCK}s'")

    def close_if_health_check_failed(self):
        if self.connection is None or not self.health_check_enabled or self.health_check_done:
            return
        if time.monotonic() - self._asked_at < ASKED_EVERY and self._is_silent():
            self.health_check_done = True
            return
        super().close_if_health_check_failed()
        if self.connection is not None:
            self._asked_at = time.monotonic()

    def _is_silent(self) -> bool:
        if self.connection.closed:
            return False
        socket = select.poll()
        socket.register(self.connection.fileno(), select.POLLIN)
        return not socket.poll(0)
