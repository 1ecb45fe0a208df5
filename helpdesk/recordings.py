"""Recordings of the form's questions, for those who do not read."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db import DatabaseError

from helpdesk.models import QuestionRecording

TEN_MINUTES = 600


@dataclass(frozen=True)
class Recording:
    """What the page says about a recording before it is loaded: seconds and kilobytes."""

    pk: int
    seconds: int
    kilobytes: int


def recording_of(question: str, language: str) -> Recording | None:
    """Return the recording of a question in a language, or None. Asks the database rarely."""
    return _recordings(language).get(question)


def _recordings(language: str) -> dict[str, Recording]:
    key = f"help-recordings:{language}"
    found = cache.get(key)
    if found is None:
        try:
            found = {row.question: _described(row) for row in _rows(language)}
        except (DatabaseError, OSError):
            # The questions can be read; listening can wait.
            return {}
        cache.set(key, found, TEN_MINUTES)
    return found


def _rows(language: str):
    return QuestionRecording.objects.filter(language=language).select_related("recording")


def _described(row: QuestionRecording) -> Recording:
    media = row.recording
    return Recording(
        pk=row.pk,
        seconds=round(media.duration or 0),
        kilobytes=max(round(media.file.size / 1024), 1),
    )
