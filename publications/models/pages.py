"""Publications, news and events: readable on the page, citable, and harvested."""

import calendar
from datetime import date, datetime, time

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from portal.core.filters import FIRST_YEAR, LAST_YEAR
from portal.core.models import BasePage
from portal.core.models.media import LANGUAGE_CHOICES
from portal.core.numerals import localise_digits
from portal.reference.models import Country, Topic
from portal.reference.topics import countries_in_language, topics_in_language
from publications.admin.announcement_panel import AnnouncementPanel
from publications.admin.files_panel import FilesPanel
from publications.blocks import FindingStreamBlock, NoteStreamBlock, PublicationStreamBlock
from publications.identifiers import check_doi, check_isbn


class PublicationPage(BasePage):
    """A publication, a piece of news or an event. The English title is the one that was printed.

    A date may be known only in part: `year`, then `month`, then `day`. `first_day` is the first
    day that it can mean, for sorting. Events have days and times of their own, in Dhaka's time.
    """

    search_kind = "publication"

    class Kind(models.TextChoices):
        ANNUAL_REPORT = "annual_report", _("Annual report")
        RESEARCH_REPORT = "research_report", _("Research")
        POLICY_BRIEF = "policy_brief", _("Policy brief")
        WORKSHOP_REPORT = "workshop_report", _("Workshop report")
        TRAINING_MATERIAL = "training_material", _("Training material")
        STATEMENT = "statement", _("Statement")
        NEWS = "news", _("News")
        EVENT = "event", _("Event")

    class Licence(models.TextChoices):
        # The values are the names that SPDX gives them.
        CC_BY = "CC-BY-4.0", "CC BY 4.0"
        CC_BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
        CC_BY_NC = "CC-BY-NC-4.0", "CC BY-NC 4.0"
        CC_BY_NC_SA = "CC-BY-NC-SA-4.0", "CC BY-NC-SA 4.0"
        CC_BY_NC_ND = "CC-BY-NC-ND-4.0", "CC BY-NC-ND 4.0"
        CC_BY_ND = "CC-BY-ND-4.0", "CC BY-ND 4.0"
        CC0 = "CC0-1.0", "CC0 1.0"
        RESERVED = "reserved", _("All rights reserved")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    subtitle = models.CharField(_("subtitle"), max_length=255, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True)
    day = models.PositiveSmallIntegerField(_("day"), null=True, blank=True)
    first_day = models.DateField(editable=False, default=date.min, db_index=True)
    date_note = models.CharField(_("remark on the date"), max_length=255, blank=True)
    place = models.CharField(
        _("place"),
        max_length=255,
        blank=True,
        help_text=_("Where it was published or took place."),
    )
    original_language = models.CharField(
        _("language of the original"), max_length=5, choices=LANGUAGE_CHOICES, default="en"
    )
    start_date = models.DateField(_("first day"), null=True, blank=True)
    start_time = models.TimeField(_("begins at"), null=True, blank=True)
    end_date = models.DateField(_("last day"), null=True, blank=True)
    end_time = models.TimeField(_("ends at"), null=True, blank=True)
    registration_url = models.URLField(_("address for registration"), blank=True)
    report = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("report on the event"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    licence = models.CharField(
        _("licence"),
        max_length=20,
        choices=Licence.choices,
        blank=True,
        help_text=_("Left empty, readers see “not stated yet”."),
    )
    isbn = models.CharField("ISBN", max_length=20, blank=True, validators=[check_isbn])
    doi = models.CharField(
        "DOI",
        max_length=120,
        blank=True,
        validators=[check_doi],
        help_text=_("Without the address in front: 10.1234/abc"),
    )
    cover = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("cover"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Left empty, the first page of the file is shown."),
    )
    key_findings = StreamField(FindingStreamBlock(), verbose_name=_("key findings"), blank=True)
    body = StreamField(PublicationStreamBlock(), verbose_name=_("text"), blank=True)
    notes = StreamField(
        NoteStreamBlock(),
        verbose_name=_("notes"),
        blank=True,
        help_text=_("The first note belongs to [^1] in the text, the second to [^2] …"),
    )
    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True)
    countries = ParentalManyToManyField(Country, verbose_name=_("countries"), blank=True)
    is_announced = models.BooleanField(
        _("tell subscribers by e-mail when it is published first"), default=True
    )

    content_panels = [
        *BasePage.content_panels,
        "subtitle",
        MultiFieldPanel(
            [
                FieldRowPanel(["kind", "original_language"]),
                FieldRowPanel(["year", "month", "day"]),
                "date_note",
                "place",
            ],
            _("Kind and date"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["start_date", "start_time"]),
                FieldRowPanel(["end_date", "end_time"]),
                "registration_url",
                PageChooserPanel("report", ["publications.PublicationPage"]),
            ],
            _("For events"),
        ),
        InlinePanel("people", label=_("Person")),
        InlinePanel("organisations", label=_("Organisation")),
        InlinePanel("files", label=_("File")),
        FilesPanel(heading=_("What was read in the files")),
        FieldPanel("cover"),
        "key_findings",
        "body",
        "notes",
        FieldPanel("topics"),
        FieldPanel("countries"),
        InlinePanel("related_pages", label=_("Related page")),
        InlinePanel("corrections", label=_("Correction")),
        MultiFieldPanel(["licence", FieldRowPanel(["isbn", "doi"])], _("For librarians")),
        "is_announced",
        AnnouncementPanel(),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("subtitle"),
        index.SearchField("key_findings"),
        index.SearchField("recommended", boost=1),
        index.SearchField("body"),
        index.SearchField("names_beside_text", boost=1.5),
        # A long file says many words in passing.
        index.SearchField("words_of_files", boost=0.3),
    ]
    search_words_only = ("names_beside_text", "words_of_files")
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("kind", overridable=False),
        SynchronizedField("year", overridable=False),
        SynchronizedField("month", overridable=False),
        SynchronizedField("day", overridable=False),
        SynchronizedField("original_language", overridable=False),
        SynchronizedField("start_date", overridable=False),
        SynchronizedField("start_time", overridable=False),
        SynchronizedField("end_date", overridable=False),
        SynchronizedField("end_time", overridable=False),
        SynchronizedField("registration_url"),
        SynchronizedField("report", overridable=False),
        SynchronizedField("licence", overridable=False),
        SynchronizedField("isbn", overridable=False),
        SynchronizedField("doi", overridable=False),
        SynchronizedField("cover"),
        SynchronizedField("topics", overridable=False),
        SynchronizedField("countries", overridable=False),
        SynchronizedField("is_announced"),
    ]
    parent_page_types = ["publications.PublicationIndexPage"]
    subpage_types: list[str] = []
    template = "publications/publication_page.html"

    class Meta:
        verbose_name = _("publication")

    def clean(self):
        super().clean()
        if self.kind == self.Kind.EVENT:
            self._clean_event()
        elif self.start_date or self.end_date or self.start_time or self.end_time:
            raise ValidationError(
                {"start_date": _("Only events have days and times of their own.")}
            )
        self._clean_date()

    def _clean_event(self) -> None:
        if self.start_time and not self.start_date:
            raise ValidationError({"start_date": _("On which day does it begin?")})
        if (self.end_date or self.end_time) and not self.start_date:
            raise ValidationError({"start_date": _("On which day does it begin?")})
        if self.end_date and self.end_date < self.start_date:
            raise ValidationError({"end_date": _("The end lies before the start.")})
        if self.end_time and not self.start_time:
            raise ValidationError({"start_time": _("When does it begin?")})
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"end_time": _("The end lies before the start.")})
        if self.start_date:
            self._take_date(self.start_date)

    def _clean_date(self) -> None:
        if self.day and not self.month:
            raise ValidationError({"month": _("In which month?")})
        if self.month and not self.year:
            raise ValidationError({"year": _("In which year?")})
        if self.year and not FIRST_YEAR <= self.year <= LAST_YEAR:
            first, last = (
                localise_digits(str(year), get_language()) for year in (FIRST_YEAR, LAST_YEAR)
            )
            words = _("The year lies between %(first)s and %(last)s.")
            field = "start_date" if self.start_date else "year"
            raise ValidationError({field: words % {"first": first, "last": last}})
        if self.month and not 1 <= self.month <= 12:
            raise ValidationError({"month": _("A month is a number from 1 to 12.")})
        if self.day and not 1 <= self.day <= calendar.monthrange(self.year, self.month)[1]:
            raise ValidationError({"day": _("This month has no such day.")})

    def _take_date(self, day: date) -> None:
        self.year, self.month, self.day = day.year, day.month, day.day

    def save(self, *args, **kwargs):
        if self.kind == self.Kind.EVENT and self.start_date:
            self._take_date(self.start_date)
        self.first_day = date(self.year, self.month or 1, self.day or 1) if self.year else date.min
        super().save(*args, **kwargs)

    @property
    def date_iso(self) -> str:
        """The date as far as it is known, as ISO 8601 writes it: 2019, 2019-10, 2019-12-18."""
        parts = [f"{self.year:04}" if self.year else "", self.month, self.day]
        known = [part if isinstance(part, str) else f"{part:02}" for part in parts if part]
        return "-".join(known)

    @property
    def starts_at(self) -> datetime | None:
        """The moment an event begins, in Dhaka's time; None where the time is not known."""
        return _moment(self.start_date, self.start_time)

    @property
    def ends_at(self) -> datetime | None:
        """The moment an event ends, in Dhaka's time; None where the time is not known."""
        return _moment(self.end_date or self.start_date, self.end_time)

    @property
    def is_over(self) -> bool:
        """Whether an event's last day has passed. False where no day is known."""
        last = self.end_date or self.start_date
        return bool(last and last < timezone.localdate())

    def get_context(self, request, *args, **kwargs):
        from publications.publication_context import publication_context

        context = super().get_context(request, *args, **kwargs)
        return context | publication_context(self)

    def names_beside_text(self) -> list[str]:
        """People and organisations in both languages, topics, countries, year, for the index."""
        organisations = [
            row.organisation for row in self.organisations.select_related("organisation")
        ]
        return [
            *(name for each in organisations for name in (each.name_bn, each.name_en)),
            *(name for each in self.people.all() for name in (each.name_bn, each.name_en)),
            *(topic.name for topic in topics_in_language(self)),
            *(country.name for country in countries_in_language(self)),
            str(self.year or ""),
        ]

    def recommended(self) -> list[str]:
        """What it asks for and of whom, in the page's language, for the search index."""
        from publications.models.recommendations import Recommendation

        language = self.locale.language_code
        asked = Recommendation.objects.filter(
            publication__translation_key=self.translation_key
        ).values_list(f"addressee_{language}", f"text_{language}")
        return [part for row in asked for part in row]

    def words_of_files(self) -> list[str]:
        """What the files say, page by page, for the search index."""
        from publications.models.readings import DocumentPage

        documents = [row.document_id for row in self.files.all()]
        pages = DocumentPage.objects.filter(reading__document_id__in=documents)
        return list(pages.order_by("reading_id", "number").values_list("text", flat=True))


def _moment(day: date | None, at: time | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, at)) if day and at else None
