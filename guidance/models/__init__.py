"""Models of safe-migration guidance. Import them from here."""

from guidance.models.checked_links import CheckedLink
from guidance.models.destinations import CountryNote, DestinationIndexPage, DestinationPage
from guidance.models.feedback import Feedback
from guidance.models.free_sessions import FreeSession, FreeSessionsPage
from guidance.models.guides import GuidePage, StagePage
from guidance.models.index import GuidanceIndexPage
from guidance.models.journey_pdfs import JourneyPdf
from guidance.models.lookups import CostSheetPage, GlossaryPage
from guidance.models.questions import QuestionIndexPage, QuestionPage
from guidance.models.recordings import GuideRecording
from guidance.models.situations import SituationPage

__all__ = [
    "CheckedLink",
    "CostSheetPage",
    "CountryNote",
    "DestinationIndexPage",
    "DestinationPage",
    "Feedback",
    "FreeSession",
    "FreeSessionsPage",
    "GlossaryPage",
    "GuidanceIndexPage",
    "GuidePage",
    "GuideRecording",
    "JourneyPdf",
    "QuestionIndexPage",
    "QuestionPage",
    "SituationPage",
    "StagePage",
]
