"""A whole journey as a PDF: every step of a stage in one file, to print or to keep on a phone.

Made by the worker (guidance.tasks) and by `manage.py make_journey_pdfs`, never in a request.
"""

import hashlib
import io
import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.template.loader import render_to_string
from django.utils import timezone, translation

from guidance.models import GuidePage, JourneyPdf, StagePage
from guidance.pdf_support import BANGLA_FONTS, load_weasyprint
from guidance.pdf_text import real_words
from portal.core.numerals import format_day
from portal.core.site_frame import site_frame
from portal.reference.facts import load_facts

# Stands for the day in the text, which is the same text on another day.
_DAY = "@@day@@"
_ISO_DAY = "@@iso-day@@"
# Blocks of a page's text write their headings so: a step's title stands above them here.
_BLOCK_HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
# In front of the hash of a PDF that is not handed out until it was made anew.
_WITHHELD = "withheld "
_FOLDER = JourneyPdf._meta.get_field("file").upload_to


@dataclass(frozen=True)
class JourneyText:
    """What a PDF is made from.

    `content_hash` is the same as long as nothing changed but the day. `next_check` is the first
    day after which a check of a step or fact is overdue, and the text says “check first”.
    """

    html: str
    content_hash: str
    next_check: date | None


def offered():
    """Return the PDFs that may be handed out."""
    return JourneyPdf.objects.exclude(content_hash__startswith=_WITHHELD)


def withhold(stage_keys) -> None:
    """Hand out no PDF of these stages (primary keys) until the worker has looked at it.

    For what must not be read any more. If nothing has changed after all, the same file is handed
    out again.
    """
    offered().filter(stage_id__in=stage_keys).update(
        content_hash=Concat(Value(_WITHHELD), F("content_hash"))
    )


def journey_text(stage: StagePage) -> JourneyText:
    """Return the text of a stage's live guides in the stage's language.

    A few queries for each guide: for the worker, not for a request.
    """
    language = stage.locale.language_code
    today = timezone.localdate()
    guides = list(
        GuidePage.objects.live()
        .public()
        .child_of(stage)
        .select_related(*GuidePage.served_with)
        .order_by("path")
    )
    with translation.override(language):
        streams = [stream for guide in guides for stream in guide.texts()]
        facts = load_facts(streams, stage.locale, " ".join(guide.other_text() for guide in guides))
        frame = site_frame(language)
        html = render_to_string(
            "guidance/journey_pdf.html",
            {
                "page": stage,
                "guides": guides,
                "facts": facts,
                "frame": frame,
                "language": language,
                "address": f"{settings.SITE_URL}{stage.get_url()}",
                "fonts": BANGLA_FONTS,
                "day": _DAY,
                "iso_day": _ISO_DAY,
            },
        )
    html = _BLOCK_HEADING.sub(r"<h3>\1</h3>", html)
    # 40 characters: with the mark of withheld ones it has to fit into its column.
    content_hash = hashlib.sha256(html.encode()).hexdigest()[:40]
    html = html.replace(_DAY, format_day(today, language)).replace(_ISO_DAY, today.isoformat())
    due = [each.check_again_by for each in (*guides, *facts) if each.check_again_by]
    next_check = min((day for day in due if day >= today), default=None)
    return JourneyText(html, content_hash, next_check)


def write_pdf(html: str) -> tuple[bytes, int]:
    """Return a PDF and its number of pages. Raises PdfNotPossible."""
    weasyprint = load_weasyprint()

    class OwnPictures(weasyprint.urls.URLFetcher):
        """Reads pictures of the site from its storage, and nothing from a network or a disk."""

        def fetch(self, url, headers=None):
            start = f"{settings.SITE_URL}{settings.MEDIA_URL}images/"
            name = url.removeprefix(start)
            if not url.startswith(start) or "/" in name or "%" in name:
                raise ValueError(f"Not a picture of this site: {url}")
            with default_storage.open(f"images/{name}", "rb") as file:
                return weasyprint.urls.URLFetcherResponse(url, file.read())

    page = weasyprint.HTML(
        string=html, base_url=f"{settings.SITE_URL}/", url_fetcher=OwnPictures()
    )
    options = {
        "pdf_variant": "pdf/ua-1",
        "optimize_images": True,
        "jpeg_quality": 70,
        "dpi": 150,
    }
    document = page.render(**options)
    target = io.BytesIO()
    with real_words():
        document.write_pdf(target, **options)
    return target.getvalue(), len(document.pages)


@dataclass(frozen=True)
class Outcome:
    """What became of a stage's PDF. `pdf` is None for a stage that readers do not see."""

    pdf: JourneyPdf | None
    is_new: bool
    next_check: date | None = None


def bring_up_to_date(stage: StagePage) -> Outcome:
    """Make the PDF of a stage if its text is not the one that the stored PDF was made from.

    Raises PdfNotPossible, and whatever the storage raises. Takes seconds.
    """
    known = JourneyPdf.objects.filter(stage_id=stage.pk).first()
    if not stage.live or not stage.get_children().live().exists():
        if known:
            known.delete()
        return Outcome(None, is_new=False)
    text = journey_text(stage)
    is_same = known and known.content_hash.removeprefix(_WITHHELD) == text.content_hash
    if is_same and known.file.storage.exists(known.file.name):
        JourneyPdf.objects.filter(pk=known.pk).update(content_hash=text.content_hash)
        return Outcome(known, is_new=False, next_check=text.next_check)
    content, pages = write_pdf(text.html)
    if journey_text(stage).content_hash != text.content_hash:
        # Changed meanwhile: whoever changed it has called the worker again.
        return Outcome(known, is_new=False, next_check=text.next_check)
    name = f"{stage.slug}-{stage.locale.language_code}-{text.content_hash[:8]}.pdf"
    stored = default_storage.save(f"{_FOLDER}{name}", ContentFile(content))
    pdf, _created = JourneyPdf.objects.update_or_create(
        stage_id=stage.pk,
        defaults={
            "file": stored,
            "bytes": len(content),
            "pages": pages,
            "content_hash": text.content_hash,
            "made_at": timezone.now(),
        },
    )
    if known and known.file.name != stored:
        transaction.on_commit(lambda: known.file.storage.delete(known.file.name))
    return Outcome(pdf, is_new=True, next_check=text.next_check)
