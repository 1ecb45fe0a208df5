"""Pages of every type, live. Each needs a `parent`, whose locale it takes."""

import factory
import wagtail_factories

from directory.models import DirectoryIndexPage
from guidance.models import (
    CostSheetPage,
    DestinationIndexPage,
    DestinationPage,
    FreeSessionsPage,
    GlossaryPage,
    GuidanceIndexPage,
    GuidePage,
    QuestionIndexPage,
    QuestionPage,
    SituationPage,
    StagePage,
)
from home.models import AboutPage, ContactPage, HomePage, StandardPage
from programs.models import (
    ImpactPage,
    ProgramIndexPage,
    ProgramPage,
    StoryIndexPage,
    StoryPage,
)
from publications.models import PublicationIndexPage, PublicationPage
from tests.factories.reference import CountryFactory


class BasePageFactory(wagtail_factories.PageFactory):
    """What all pages share: an address of their own and a summary."""

    class Meta:
        abstract = True

    slug = factory.Sequence(lambda n: f"page-{n}")
    title = factory.LazyAttribute(lambda page: f"কাল্পনিক পাতা {page.slug}")
    summary = "এটি একটি কাল্পনিক পাতা।"


class HomePageFactory(BasePageFactory):
    """A second home page: the migrations have made the site's own."""

    class Meta:
        model = HomePage

    hero = "কাল্পনিক প্রশ্ন?"
    danger_title = "বিপদ"
    know_now_title = "জানুন"
    figures_title = "সংখ্যা"
    publications_title = "প্রকাশনা"


class StandardPageFactory(BasePageFactory):
    """An ordinary page."""

    class Meta:
        model = StandardPage


class AboutPageFactory(BasePageFactory):
    """The page about the organisation, without any statement."""

    class Meta:
        model = AboutPage


class ContactPageFactory(BasePageFactory):
    """The contact page."""

    class Meta:
        model = ContactPage


class GuidanceIndexPageFactory(BasePageFactory):
    """The way into the guidance."""

    class Meta:
        model = GuidanceIndexPage

    slug = "guidance"


class StagePageFactory(BasePageFactory):
    """A stage of migration."""

    class Meta:
        model = StagePage

    stage = StagePage.Stage.DECIDING
    door = "কাল্পনিক দরজা"


class GuidePageFactory(BasePageFactory):
    """A guide without text."""

    class Meta:
        model = GuidePage


class SituationPageFactory(BasePageFactory):
    """What has happened to a reader."""

    class Meta:
        model = SituationPage

    door = "কাল্পনিক অবস্থা"


class QuestionIndexPageFactory(BasePageFactory):
    """All questions."""

    class Meta:
        model = QuestionIndexPage

    slug = "questions"


class QuestionPageFactory(BasePageFactory):
    """A question without a guide."""

    class Meta:
        model = QuestionPage

    stage = StagePage.Stage.DECIDING


class DestinationIndexPageFactory(BasePageFactory):
    """All countries."""

    class Meta:
        model = DestinationIndexPage

    slug = "destinations"


class DestinationPageFactory(BasePageFactory):
    """A country of which nothing is known."""

    class Meta:
        model = DestinationPage

    country = factory.SubFactory(CountryFactory)


class GlossaryPageFactory(BasePageFactory):
    """All words."""

    class Meta:
        model = GlossaryPage

    slug = "words"


class CostSheetPageFactory(BasePageFactory):
    """The cost sheet."""

    class Meta:
        model = CostSheetPage

    slug = "cost-sheet"


class FreeSessionsPageFactory(BasePageFactory):
    """Free sessions."""

    class Meta:
        model = FreeSessionsPage

    slug = "free-sessions"


class ProgramIndexPageFactory(BasePageFactory):
    """The list of programmes."""

    class Meta:
        model = ProgramIndexPage

    slug = "programs"


class ProgramPageFactory(BasePageFactory):
    """A programme that has ended."""

    class Meta:
        model = ProgramPage

    status = ProgramPage.Status.ENDED


class ImpactPageFactory(BasePageFactory):
    """Results of each year."""

    class Meta:
        model = ImpactPage

    slug = "impact"


class StoryIndexPageFactory(BasePageFactory):
    """The list of stories."""

    class Meta:
        model = StoryIndexPage

    slug = "stories"


class StoryPageFactory(BasePageFactory):
    """A story; it needs a consent (records.StoryConsentFactory) to be seen."""

    class Meta:
        model = StoryPage

    name_shown = "কাল্পনিক নাম"


class PublicationIndexPageFactory(BasePageFactory):
    """The list of publications."""

    class Meta:
        model = PublicationIndexPage

    slug = "publications"


class PublicationPageFactory(BasePageFactory):
    """A policy brief of a year to come, so that nobody takes it for a real one."""

    class Meta:
        model = PublicationPage

    kind = PublicationPage.Kind.POLICY_BRIEF
    year = 2099


class DirectoryIndexPageFactory(BasePageFactory):
    """The directory of providers."""

    class Meta:
        model = DirectoryIndexPage

    slug = "directory"
