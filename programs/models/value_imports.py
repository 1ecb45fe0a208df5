"""Files of indicator values on their way in."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(days=7)
# A worker that checks shows every second or so that it is there: after this it is gone.
CHECK_GIVEN_UP_AFTER = timedelta(minutes=1)
# Into the transaction that writes nobody can look, and a file may wait behind other work.
GIVEN_UP_AFTER = timedelta(minutes=5)


def given_up_after(state: str) -> timedelta:
    """Return how long nothing may move in a state of an import before its worker is gone."""
    is_checking = state == ValueImport.State.CHECKING
    return CHECK_GIVEN_UP_AFTER if is_checking else GIVEN_UP_AFTER


class ValueImport(models.Model):
    """A file of values: checked first, written only when somebody has seen what it would change.

    What is wrong with it stands here in both languages, because the person who made the file and
    the one who imports it may not read the same one. Deleted after KEPT_FOR.
    """

    class State(models.TextChoices):
        TO_CHECK = "to-check", _("waits to be checked")
        CHECKING = "checking", _("is being checked")
        READY = "ready", _("can be imported")
        REFUSED = "refused", _("cannot be imported")
        TO_WRITE = "to-write", _("waits to be imported")
        WRITING = "writing", _("is being imported")
        DONE = "done", _("imported")
        FAILED = "failed", _("failed")

    WAITING = (State.TO_CHECK, State.TO_WRITE)
    AT_WORK = (State.CHECKING, State.WRITING)

    file_name = models.CharField(_("file"), max_length=255)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.TO_CHECK
    )
    moved_at = models.DateTimeField(_("last step"), default=timezone.now)
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    error_count = models.PositiveIntegerField(_("errors"), default=0)
    warning_count = models.PositiveIntegerField(_("warnings"), default=0)
    # Lists of programs.value_files.problems.Problem and of previewed rows.
    errors = models.JSONField(_("list of errors"), default=list)
    warnings = models.JSONField(_("list of warnings"), default=list)
    read_as = models.JSONField(_("how the file was read"), default=list)
    preview = models.JSONField(_("first rows"), default=list)
    fingerprint = models.CharField(_("what it would change"), max_length=64, blank=True)
    # What ties the histories of its values together.
    written_as = models.UUIDField(_("mark in the history"), default=uuid4, editable=False)
    is_stale = models.BooleanField(_("values were changed after the preview"), default=False)

    class Meta:
        verbose_name = _("import of values")
        verbose_name_plural = _("imports of values")
        ordering = ["-uploaded_at", "-pk"]
        default_permissions = ()

    def __str__(self):
        return self.file_name

    @property
    def is_moving(self) -> bool:
        """Whether a page that shows it has to be loaded again."""
        return self.state in self.WAITING or self.state in self.AT_WORK

    @property
    def is_stuck(self) -> bool:
        """Whether a worker that had begun is gone, or none has come."""
        return self.is_moving and self.moved_at < timezone.now() - given_up_after(self.state)

    @property
    def may_be_discarded(self) -> bool:
        """Whether it can be stopped and deleted: not while its values are being written."""
        return self.state not in (self.State.WRITING, self.State.DONE)

    @property
    def rows_with_values(self) -> int:
        """Rows that could be read and understood."""
        return self.new + self.changed + self.unchanged


class ValueImportFile(models.Model):
    """What was uploaded, as it came. Gone when it has been imported.

    A table of its own: SQLite writes a whole row anew for every step of the progress bar.
    """

    value_import = models.OneToOneField(
        ValueImport, on_delete=models.CASCADE, related_name="file", primary_key=True
    )
    content = models.BinaryField()

    class Meta:
        default_permissions = ()
