"""Ways to send a page to somebody, or to take it along on paper."""

from django import template
from django.utils.safestring import mark_safe

from portal.core.qr_codes import qr_drawing

register = template.Library()


@register.simple_tag(takes_context=True)
def share_text(context, address: str) -> str:
    """What somebody who is sent the page reads: its title, its one sentence and its address."""
    page, country = context["page"], context.get("country")
    title = f"{page.title}: {country.name}" if country else page.title
    return "\n".join(line for line in (title, page.summary, address) if line)


@register.simple_tag
def qr_code(address: str):
    """A QR code of a full address as a drawing of about one kilobyte compressed; for paper."""
    return mark_safe(qr_drawing(address))
