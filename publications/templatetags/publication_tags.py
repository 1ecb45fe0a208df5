"""What templates of publications need beside the page itself."""

from django import template

from publications.reading import anchor_of, link_notes

register = template.Library()
register.filter("anchor", anchor_of)


@register.filter
def with_notes(html: str, notes) -> str:
    """Link the marks of notes in finished HTML to the notes of a page."""
    return link_notes(html, len(notes))
