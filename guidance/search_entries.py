"""What visitors find of words and notes on countries: neither is a page of its own."""

from wagtail.models import Page

from guidance.models import CountryNote, GlossaryPage
from portal.reference.models import GlossaryTerm
from portal.search.entries import Found, entries_of, plain_text
from portal.search.models import Kind


@entries_of(GlossaryTerm)
def word_found(term: GlossaryTerm) -> list[Found]:
    """A word of the glossary at its own address, by its name, other names and explanation."""
    page = GlossaryPage.objects.live().filter(locale=term.locale_id).first()
    if page is None or not term.live:
        return []
    return [
        Found(
            language=term.locale.language_code,
            kind=Kind.GLOSSARY,
            title=term.term,
            page_id=page.pk,
            suffix=f"{term.key}/",
            summary=term.explanation,
            fields=[(term.also, 4.0), (term.explanation, 1.0)],
        )
    ]


@entries_of(CountryNote)
def note_found(note: CountryNote) -> list[Found]:
    """What is different in a country, at the step as it is read for that country."""
    guides = Page.objects.live().filter(
        translation_key=note.guide.translation_key, locale=note.locale_id
    )
    guide = guides.first()
    if guide is None or not note.live:
        return []
    text = plain_text(note.text)
    # Both languages of a note have the Bangla country.
    country = note.country.get_translation_or_none(note.locale) or note.country
    return [
        Found(
            language=note.locale.language_code,
            kind=Kind.GUIDE,
            title=f"{country.name}: {guide.title}",
            page_id=guide.pk,
            suffix=f"in/{note.country.iso2.lower()}/",
            text=text,
            fields=[(text, 1.0)],
        )
    ]
