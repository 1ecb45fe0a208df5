"""Programmes, what their indicators measured, and the stories of people. Import them from here."""

from programs.models.impact import ImpactPage
from programs.models.indicators import Indicator
from programs.models.open_data_settings import OpenDataSettings
from programs.models.pages import (
    ProgramArea,
    ProgramIndexPage,
    ProgramPage,
    ProgramPartner,
    ProgramRelatedPage,
)
from programs.models.stories import (
    StoryConsent,
    StoryIndexPage,
    StoryPage,
    StoryProgram,
)
from programs.models.value_imports import ValueImport, ValueImportFile
from programs.models.values import IndicatorValue

__all__ = [
    "ImpactPage",
    "Indicator",
    "IndicatorValue",
    "OpenDataSettings",
    "ProgramArea",
    "ProgramIndexPage",
    "ProgramPage",
    "ProgramPartner",
    "ProgramRelatedPage",
    "StoryConsent",
    "StoryIndexPage",
    "StoryPage",
    "StoryProgram",
    "ValueImport",
    "ValueImportFile",
]
