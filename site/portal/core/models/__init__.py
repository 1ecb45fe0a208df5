"""Models of the ground floor. Import them from here."""

from portal.core.models.media import (
    CustomDocument,
    CustomImage,
    CustomMedia,
    CustomRendition,
)
from portal.core.models.pages import BasePage
from portal.core.models.site_frame import SiteFrame
from portal.core.models.text_age import TextAge
from portal.core.models.users import User

__all__ = [
    "BasePage",
    "CustomDocument",
    "CustomImage",
    "CustomMedia",
    "CustomRendition",
    "SiteFrame",
    "TextAge",
    "User",
]
