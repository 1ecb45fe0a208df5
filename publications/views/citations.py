"""References as files: of one publication, and of all that fit the filters of an address."""

import json
from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.core.open_data.answers import FIVE_MINUTES, streamed_answer
from publications.citations.bibtex import bibtex
from publications.citations.csl import csl
from publications.citations.record import Citation, citations_of, with_translation_state
from publications.citations.ris import ris
from publications.harvested import Chosen, citations_in_batches
from publications.public import public_publications

# https://citation.crosscite.org/docs.html
MEDIA_TYPES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json",
}


def _csl_text(citation: Citation) -> str:
    return json.dumps(csl(citation), ensure_ascii=False)


_WRITERS = {"bib": bibtex, "ris": ris, "json": _csl_text}


@require_safe
def cite(request, slug: str, form: str):
    """Send one publication as a reference. Raises Http404 for what nobody may see."""
    if form not in _WRITERS:
        raise Http404
    pages = with_translation_state(
        public_publications().filter(slug=slug, locale__language_code=get_language())
    )
    citations = citations_of(pages[:1])
    if not citations:
        raise Http404
    text = _WRITERS[form](citations[0])
    response = HttpResponse(f"[{text}]\n" if form == "json" else text, MEDIA_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{citations[0].key}.{form}"'
    response["Cache-Control"] = f"public, max-age={FIVE_MINUTES}"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def bulk_answer(request, chosen: Chosen, form: str) -> HttpResponse:
    """Stream the references of all chosen publications as BibTeX, RIS or CSL-JSON."""
    pieces = _list_pieces if form == "json" else _pieces
    response = streamed_answer(
        request,
        said=[form, chosen.language, chosen.asked, chosen.state],
        pieces=lambda: pieces(chosen, form),
        content_type=MEDIA_TYPES[form],
    )
    if response.streaming:
        ending = "csl.json" if form == "json" else form
        response["Content-Disposition"] = (
            f'attachment; filename="okup-publications-{chosen.language}.{ending}"'
        )
    return response


def _pieces(chosen: Chosen, form: str) -> Iterator[str]:
    write = _WRITERS[form]
    for batch in citations_in_batches(chosen):
        yield "\n".join(write(citation) for citation in batch) + "\n"


def _list_pieces(chosen: Chosen, form: str) -> Iterator[str]:
    between = "[\n"
    for batch in citations_in_batches(chosen):
        yield between + ",\n".join(_csl_text(citation) for citation in batch)
        between = ",\n"
    yield "\n]\n" if between != "[\n" else "[]\n"
