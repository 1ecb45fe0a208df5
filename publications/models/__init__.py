"""Publications with their files, what they recommend, and who is told of new ones."""

from publications.models.harvest import HarvestRecord
from publications.models.index import PublicationIndexPage
from publications.models.pages import PublicationPage
from publications.models.readings import DocumentPage, DocumentReading
from publications.models.recommendations import Recommendation, RecommendationEvidence
from publications.models.rows import (
    PublicationCorrection,
    PublicationFile,
    PublicationOrganisation,
    PublicationPerson,
    PublicationRelatedPage,
)
from publications.models.subscriptions import Announcement, Subscription

__all__ = [
    "Announcement",
    "DocumentPage",
    "DocumentReading",
    "HarvestRecord",
    "PublicationCorrection",
    "PublicationFile",
    "PublicationIndexPage",
    "PublicationOrganisation",
    "PublicationPage",
    "PublicationPerson",
    "PublicationRelatedPage",
    "Recommendation",
    "RecommendationEvidence",
    "Subscription",
]
