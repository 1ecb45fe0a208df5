"""One line on a terminal that says how far a command is. Quiet where nobody watches."""


class ProgressLine:
    """Writes over itself. Nothing is written to a file, a pipe or the mail of cron."""

    def __init__(self, stream):
        self._stream = stream
        self._is_watched = stream.isatty()

    def show(self, done: int, total: int, text: str) -> None:
        """Draw the bar with what is being done now."""
        if not self._is_watched:
            return
        filled = 20 * done // max(total, 1)
        bar = "#" * filled + "·" * (20 - filled)
        self._write(f"[{bar}] {done}/{total} {text}"[:99])

    def clear(self) -> None:
        """Take the line away before something else is printed."""
        if self._is_watched:
            self._write("")

    def _write(self, text: str) -> None:
        self._stream.write(f"\r\033[K{text}", ending="")
        self._stream.flush()
