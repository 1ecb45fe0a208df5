"""Stories of people, which stand on the site only as long as the person agrees."""

import uuid
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail_localize.fields import SynchronizedField

from portal.core.models import BasePage
from portal.privacy.fields import SealedTextField
from portal.privacy.models import DataKey
from portal.reference.blocks import GuidanceStreamBlock
from programs.models.pages import ProgramPage

NO_CONSENT = _(
    "This story has no valid consent for the website. Record it first, under Stories → Consents."
)


class StoryIndexPage(BasePage):
    """All stories whose consent is valid today."""

    search_kind = "programme"
    parent_page_types = ["programs.ProgramIndexPage"]
    subpage_types = ["programs.StoryPage"]
    max_count_per_parent = 1
    template = "programs/story_index_page.html"

    class Meta:
        verbose_name = _("stories")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["stories"] = (
            StoryPage.objects.live()
            .child_of(self)
            .filter(translation_key__in=agreed_stories())
            .defer_streamfields()
            .order_by("path")
        )
        return context


class StoryPage(BasePage):
    """What happened to somebody, told with their consent. Without it, nobody sees the page.

    A consent belongs to the story and not to a page: both languages appear and vanish together.
    """

    class Warning(models.TextChoices):
        VIOLENCE = "violence", _("This story tells of violence.")
        SEXUAL_VIOLENCE = "sexual-violence", _("This story tells of sexual violence.")
        SUICIDE = "suicide", _("This story tells of the wish to die.")
        TRAFFICKING = "trafficking", _("This story tells of trafficking.")
        DEATH = "death", _("This story tells of a death.")

    search_kind = "programme"
    name_shown = models.CharField(_("name that is shown"), max_length=80)
    is_pseudonym = models.BooleanField(_("the name is changed"), default=True)
    is_minor = models.BooleanField(_("the person is under 18"), default=False)
    content_warning = models.CharField(
        _("content warning"),
        max_length=16,
        choices=Warning.choices,
        blank=True,
        help_text=_("Stands above the story, with the numbers to call."),
    )
    body = StreamField(GuidanceStreamBlock(), verbose_name=_("text"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldRowPanel(["name_shown", "is_pseudonym"]), "is_minor", "content_warning"],
            _("The person"),
        ),
        FieldPanel("body"),
        InlinePanel("program_links", label=_("Programme")),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("is_pseudonym", overridable=False),
        SynchronizedField("is_minor", overridable=False),
        SynchronizedField("content_warning", overridable=False),
    ]
    parent_page_types = ["programs.StoryIndexPage"]
    subpage_types: list[str] = []
    template = "programs/story_page.html"

    class Meta:
        verbose_name = _("story")

    def clean(self):
        super().clean()
        if self.is_minor and not self.is_pseudonym:
            raise ValidationError({"is_pseudonym": _("A child's own name is never shown.")})

    def has_consent(self, day: date | None = None) -> bool:
        """Whether the story may stand on the website on a day, today as a rule. One query."""
        return agreed_stories(day).filter(story_key=self.translation_key).exists()

    def publish(self, *args, **kwargs):
        """Publish a revision. Raises ValidationError without a valid consent."""
        if not self.has_consent():
            raise ValidationError(NO_CONSENT)
        return super().publish(*args, **kwargs)

    def serve(self, request, *args, **kwargs):
        """Raises Http404 once the consent has run out, even before the page was taken down."""
        if not self.has_consent():
            raise Http404
        return super().serve(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        keys = self.program_links.values_list("program__translation_key", flat=True)
        context["programs"] = (
            ProgramPage.objects.live()
            .filter(locale_id=self.locale_id, translation_key__in=list(keys))
            .defer_streamfields()
        )
        return context


class StoryProgram(Orderable):
    """A programme that a story belongs to."""

    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="program_links")
    program = models.ForeignKey(
        ProgramPage, verbose_name=_("programme"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [PageChooserPanel("program", ["programs.ProgramPage"])]


class StoryConsent(models.Model):
    """To what somebody agreed, when, until when, and who recorded it.

    The name of who agreed and where the paper lies are sealed: they are real even where the
    story's name is not. `story_key` is the translation key of the story in both languages.
    """

    class GivenBy(models.TextChoices):
        PERSON = "person", _("the person")
        GUARDIAN = "guardian", _("a guardian, for a child who agrees too")

    # What is sealed is not indexed.
    wagtail_reference_index_ignore = True

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    data_key = models.OneToOneField(
        DataKey, on_delete=models.PROTECT, related_name="story_consent", editable=False
    )
    story = models.ForeignKey(
        StoryPage, verbose_name=_("story"), on_delete=models.CASCADE, related_name="consents"
    )
    story_key = models.UUIDField(editable=False, db_index=True)
    for_web = models.BooleanField(_("for the website"), default=False)
    for_print = models.BooleanField(_("for print"), default=False)
    for_photo = models.BooleanField(_("with a photo"), default=False)
    given_by = models.CharField(
        _("given by"), max_length=10, choices=GivenBy.choices, default=GivenBy.PERSON
    )
    giver_name = SealedTextField(verbose_name=_("name of who agreed"))
    evidence = SealedTextField(verbose_name=_("where the signed paper or recording is kept"))
    given_on = models.DateField(_("given on"))
    valid_until = models.DateField(_("valid until"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    class Meta:
        verbose_name = _("consent to a story")
        verbose_name_plural = _("consents to stories")
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("given_on")),
                name="programs_consent_ends_after_it_begins",
                violation_error_message=_("A consent cannot end before it was given."),
            )
        ]

    def __str__(self):
        return f"{self.given_on} – {self.valid_until}"

    def save(self, *args, **kwargs):
        if self.data_key_id is None:
            self.data_key = DataKey.generate()
            self.data_key.save()
        self.story_key = self.story.translation_key
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.given_on and self.given_on > timezone.localdate():
            raise ValidationError({"given_on": _("This day has not come yet.")})
        is_for_a_child = self.story_id and self.story.is_minor
        if is_for_a_child and self.given_by != self.GivenBy.GUARDIAN:
            raise ValidationError({"given_by": _("For a child a guardian agrees as well.")})


def agreed_stories(day: date | None = None) -> models.QuerySet:
    """Return the translation keys of stories that may stand on the website on a day."""
    day = day or timezone.localdate()
    return (
        StoryConsent.objects.filter(for_web=True, given_on__lte=day, valid_until__gte=day)
        .filter(models.Q(withdrawn_on=None) | models.Q(withdrawn_on__gt=day))
        .exclude(story__is_minor=True, given_by=StoryConsent.GivenBy.PERSON)
        .values_list("story_key", flat=True)
    )


def stories_of(program: ProgramPage) -> models.QuerySet:
    """Return the stories of a programme in its own language that may stand on the website."""
    return (
        StoryPage.objects.live()
        .filter(
            locale_id=program.locale_id,
            translation_key__in=agreed_stories(),
            program_links__program__translation_key=program.translation_key,
        )
        .defer_streamfields()
        .order_by("path")
    )
