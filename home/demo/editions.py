"""PDFs of a few publications, made from the text of their pages: one in each language.

They stand for files that an editor would upload, so that search, covers and downloads have
something to show. Originals are never taken: each PDF says what it is, in its title and on its
first page.
"""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.utils.file import hash_filelike

from guidance.journey_pdf import write_pdf
from guidance.pdf_support import BANGLA_FONTS, PdfNotPossible
from home.demo.content import Child, Content, Reference
from home.demo.files import LANGUAGES, read
from home.demo.loading import Count, Loader
from home.demo.publications import publication_key, publication_rows, publications
from portal.core.models import CustomDocument
from portal.core.site_frame import site_frame
from publications.models import (
    PublicationFile,
    PublicationOrganisation,
    PublicationPage,
    Recommendation,
)
from publications.reading import contents_of

# In front of the file's name; behind it stand slug, language and the hash of the text.
_PREFIX = "page-"


@dataclass(frozen=True)
class Edition:
    """What a PDF is made from. `name` is that of its file, and another one for another text."""

    title: str
    html: str
    start: str
    name: str


def load_editions(loader: Loader) -> None:
    """Make the PDFs that are missing or older than their page, and put them on both pages.

    A machine that cannot make PDFs leaves a remark, and the pages as they are.
    """
    slugs = [row["slug"] for row in publication_rows() if row.get("has_edition")]
    count = Count()
    stored = _stored_documents()
    try:
        with transaction.atomic():
            for slug in slugs:
                for language in LANGUAGES:
                    document = _bring_up_to_date(
                        edition_of(_page(loader, slug, language)), language, stored, count
                    )
                    loader.keys[f"edition/{slug}/{language}", "bn"] = document.pk
    except PdfNotPossible as problem:
        loader.counts.append(Count(remark=f"No PDFs are made of publications: {problem}"))
        return
    loader.counts.append(count)
    loader.report("PDFs of publications", count)
    loader.write("Publications with a PDF", _with_files(slugs))


def edition_of(page: PublicationPage) -> Edition:
    """Return what the PDF of a page is made from. The same text makes the same name."""
    language = page.locale.language_code
    labels = read("publications")["edition"][language]
    title = labels["title"].format(title=page.title)
    with translation.override(language):
        html = render_to_string(
            "home/publication_pdf.html",
            _beside_text(page)
            | {
                "page": page,
                "language": language,
                "labels": labels,
                "edition_title": title,
                "frame": site_frame(language),
                "address": f"{settings.SITE_URL}{page.get_url()}",
                "fonts": BANGLA_FONTS,
            },
        )
    content_hash = hashlib.sha256(html.encode()).hexdigest()[:12]
    start = f"{_PREFIX}{page.slug}-{language}-"
    return Edition(title, html, start, f"{start}{content_hash}.pdf")


def _beside_text(page: PublicationPage) -> dict:
    """What the PDF shows beside the page's own fields. Two queries."""
    rows = list(page.organisations.select_related("organisation").order_by("sort_order"))
    role = PublicationOrganisation.Role
    return {
        "authors": [row.organisation for row in rows if row.role == role.AUTHOR],
        "partners": [row.organisation for row in rows if row.role == role.PARTNER],
        "funders": [row for row in rows if row.role == role.FUNDER],
        "contents": contents_of(page.body),
        "recommendations": list(
            Recommendation.objects.filter(publication__translation_key=page.translation_key)
        ),
    }


def _page(loader: Loader, slug: str, language: str) -> PublicationPage:
    pages = PublicationPage.objects.select_related("locale")
    return pages.get(pk=loader.keys[publication_key(slug), language])


def _stored_documents() -> list[CustomDocument]:
    folder = CustomDocument._meta.get_field("file").upload_to
    return list(CustomDocument.objects.filter(file__startswith=f"{folder}/{_PREFIX}"))


def _bring_up_to_date(
    edition: Edition, language: str, stored: list[CustomDocument], count: Count
) -> CustomDocument:
    known = next((each for each in stored if each.filename.startswith(edition.start)), None)
    # The storage may have put letters of its own behind the name.
    if known and known.filename.startswith(edition.name.removesuffix(".pdf")):
        count.unchanged += 1
        return known
    content, _pages = write_pdf(edition.html)
    document = known or CustomDocument()
    before = document.file.name
    document.title, document.language = edition.title, language
    document.file.save(edition.name, ContentFile(content), save=False)
    document.file_size = len(content)
    document.file_hash = hash_filelike(ContentFile(content))
    document.save()
    if before:
        transaction.on_commit(lambda: document.file.storage.delete(before))
    if known:
        count.updated += 1
    else:
        count.new += 1
    return document


def _with_files(slugs: list[str]) -> list[Content]:
    """The publications once more, now with their PDFs."""
    contents = {content.key: content for content in publications()}
    for slug in slugs:
        files = [
            {
                "document_id": Reference(f"edition/{slug}/{language}"),
                "kind": PublicationFile.Kind.EDITION.value,
            }
            for language in LANGUAGES
        ]
        content = contents[publication_key(slug)]
        content.children["files"] = [Child(bn=file, en=file) for file in files]
    return [contents[publication_key(slug)] for slug in slugs]
