"""First pages of files as pictures, in a collection of their own beside the editors' pictures."""

from django.core.files.base import ContentFile
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Collection

from portal.core.models import CustomDocument, CustomImage

COLLECTION = "Covers made from files"


def new_cover(document: CustomDocument, picture: ContentFile) -> CustomImage:
    """Store the picture of a document's first page."""
    image = CustomImage(
        title=document.title, file=picture, collection=_collection(), **_descriptions(document)
    )
    image._set_image_file_metadata()
    image.save()
    return image


def delete_cover(cover: CustomImage | None) -> None:
    """Delete the picture of a first page, unless an editor uses it somewhere."""
    if cover is not None and not cover.get_usage().count():
        cover.delete()


def _descriptions(document: CustomDocument) -> dict[str, str]:
    said = {}
    for language, name in (("en", "description"), ("bn", "description_bn")):
        with translation.override(language):
            words = _("First page of “%(title)s”") % {"title": document.title}
        said[name] = words[:255]
    return said


def _collection() -> Collection:
    found = Collection.objects.filter(name=COLLECTION, depth=2).first()
    if found is None:
        found = Collection.get_first_root_node().add_child(name=COLLECTION)
    return found
