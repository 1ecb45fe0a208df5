"""The help desk itself: its local offices, working days, and recordings of its questions."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel


class LocalOffice(models.Model):
    """People who see only the requests of their districts.

    They see none that avoids the local office.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    districts = models.ManyToManyField(
        "reference.District", verbose_name=_("districts"), related_name="+"
    )
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("members"),
        blank=True,
        related_name="local_offices",
        help_text=_("They must be in a help desk group too."),
    )

    class Meta:
        verbose_name = _("local office")
        verbose_name_plural = _("local offices")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Weekday(models.IntegerChoices):
    """As Python counts: Monday is 0."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class DutyHours(models.Model):
    """A day of the week on which somebody reads requests. Without times: the whole day."""

    weekday = models.PositiveSmallIntegerField(
        _("day"), choices=Weekday.choices, unique=True, validators=[MaxValueValidator(6)]
    )
    opens = models.TimeField(_("from"), null=True, blank=True)
    closes = models.TimeField(_("until"), null=True, blank=True)

    panels = [FieldPanel("weekday"), FieldPanel("opens"), FieldPanel("closes")]

    class Meta:
        verbose_name = _("working day")
        verbose_name_plural = _("working days")
        ordering = ["weekday"]

    def __str__(self):
        return self.get_weekday_display()

    def clean(self):
        if (self.opens is None) != (self.closes is None):
            raise ValidationError(_("Write both times, or neither."))
        if self.opens is not None and self.opens >= self.closes:
            raise ValidationError(_("The day must end after it begins."))


class DutyHoliday(models.Model):
    """A day on which nobody reads requests although its weekday is a working day."""

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=80, blank=True)

    panels = [FieldPanel("day"), FieldPanel("name")]

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]

    def __str__(self):
        return f"{self.day:%Y-%m-%d}"


class QuestionRecording(models.Model):
    """A question of the form, spoken. The form offers it where there is one for its language."""

    class Question(models.TextChoices):
        START = "start", _("First page")
        WHO = "who", _("Who is asking")
        WHERE = "where", _("Where the worker is")
        WHAT = "what", _("What happened")
        DETAILS = "details", _("What happened, in more detail")
        CONTACT = "contact", _("How to answer safely")
        CONSENT = "consent", _("Consent")
        WORDS = "words", _("In own words")
        CHECK = "check", _("Look through and send")

    question = models.CharField(_("question"), max_length=8, choices=Question.choices)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    recording = models.ForeignKey(
        "core.CustomMedia", verbose_name=_("recording"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("question"), FieldPanel("language"), FieldPanel("recording")]

    class Meta:
        verbose_name = _("recording of a question")
        verbose_name_plural = _("recordings of questions")
        ordering = ["language", "question"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "language"], name="helpdesk_recording_once"
            )
        ]

    def __str__(self):
        return f"{self.get_question_display()} ({self.language})"


class ShownPage(models.Model):
    """A page of the form that has shown earlier answers. Sent again, it shows none.

    Holds a hash of the page's token for as long as the token could show anything, and nothing
    about the person.
    """

    token_hash = models.CharField(max_length=64, primary_key=True)
    shown_at = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.token_hash[:8]
