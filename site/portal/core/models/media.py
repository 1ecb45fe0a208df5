"""Pictures, documents, sound and film, as models of our own from the first migration."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtailmedia.models import AbstractMedia

LANGUAGE_CHOICES = [
    ("bn", _("Bangla")),
    ("en", _("English")),
    ("bn-en", _("Bangla and English")),
]


class CustomImage(AbstractImage):
    """A picture with its description in both languages and the name of who took it."""

    description_bn = models.CharField(
        _("description in Bangla"),
        max_length=255,
        blank=True,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )
    credit = models.CharField(_("credit"), max_length=255, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "description_bn", "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def alt_text(self, language_code: str) -> str:
        """Return the description in that language, or else in the other one."""
        texts = (self.description_bn, self.description)
        first, second = texts if language_code == "bn" else reversed(texts)
        return first or second


class CustomRendition(AbstractRendition):
    """A resized copy of a picture: the only kind of picture file the public is served."""

    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class CustomDocument(AbstractDocument):
    """A file for readers, with the language it is written in."""

    language = models.CharField(
        _("language"), max_length=5, choices=LANGUAGE_CHOICES, default="bn", blank=True
    )

    admin_form_fields = (*Document.admin_form_fields, "language")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")


class CustomMedia(AbstractMedia):
    """A recording or a film, with the language spoken in it."""

    language = models.CharField(
        _("language"), max_length=5, choices=LANGUAGE_CHOICES, default="bn", blank=True
    )

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "duration",
        "width",
        "height",
        "thumbnail",
        "tags",
        "language",
    )

    class Meta(AbstractMedia.Meta):
        verbose_name = _("recording or film")
        verbose_name_plural = _("recordings and films")
