"""Tags and filters that every template may use without loading them."""

import json
from datetime import date

from django import template
from django.conf import settings
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from portal.core import numerals
from portal.core.icons import ICONS
from portal.core.models.pages import strip_language_prefix
from portal.core.site_frame import in_language as path_in_language
from portal.core.site_frame import site_frame
from portal.core.stylesheet import stylesheet

register = template.Library()


def _language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


@register.simple_tag
def inline_stylesheet(name: str = "whole"):
    """A stylesheet in a style element; the content security policy allows its hash.

    `name` is one of `portal.core.stylesheet.SHEETS`.
    """
    return mark_safe(f"<style>{stylesheet(name).text}</style>")


@register.simple_tag
def icon(name: str):
    """A decorative drawing, hidden from screen readers. Raises KeyError for an unknown name."""
    return format_html(
        '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8"'
        ' aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(ICONS[name]),
    )


@register.simple_tag(name="site_frame")
def site_frame_tag():
    """Names, menus and footer in the active language."""
    return site_frame()


@register.filter
def number(value):
    """২,২৪,৬৫৩ on Bangla pages, 224,653 on English ones. Empty for nothing."""
    return "" if value is None or value == "" else numerals.format_number(value, _language())


@register.filter
def digits(value):
    """The text with digits of the active language's script."""
    return numerals.localise_digits(str(value), _language())


@register.filter
def file_size(number_of_bytes: int) -> str:
    """৪২০ কেবি / 1.2 MB."""
    return numerals.format_file_size(number_of_bytes, _language())


@register.filter
def day(value):
    """১২ অক্টোবর ২০২৬ / 12 October 2026. Empty for nothing."""
    return numerals.format_day(value, _language()) if value else ""


@register.filter
def month(value):
    """অক্টোবর ২০২৬ / October 2026. Empty for nothing."""
    return numerals.format_month(value, _language()) if value else ""


@register.filter
def clock(moment):
    """সকাল ১০:৩০ / 10:30 AM, in Dhaka's time. Empty for nothing."""
    return numerals.format_clock(moment, _language()) if moment else ""


@register.simple_tag
def partial_date(year: int | None, month: int | None = None, day: int | None = None) -> str:
    """A date as far as it is known: ১৮ ডিসেম্বর ২০১৯, অক্টোবর ২০১৯, or only ২০১৯."""
    if not year:
        return ""
    if month and day:
        return numerals.format_day(date(year, month, day), _language())
    if month:
        return numerals.format_month(date(year, month, 1), _language())
    return numerals.localise_digits(str(year), _language())


@register.simple_tag
def period(start: date, end: date) -> str:
    """A stretch of time in words: ২০১৯ for a whole year, else জানুয়ারি ২০২১ – মার্চ ২০২২."""
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        years = [str(start.year)] if start.year == end.year else [str(start.year), str(end.year)]
        return numerals.localise_digits("–".join(years), _language())
    months = [numerals.format_month(moment, _language()) for moment in (start, end)]
    return months[0] if months[0] == months[1] else " – ".join(months)


@register.filter
def alt_text(image) -> str:
    """What a picture shows, for readers who cannot see it; empty when it only decorates."""
    if getattr(image, "decorative", False):
        return ""
    return getattr(image, "contextual_alt_text", "") or image.alt_text(_language())


@register.filter
def in_language(path: str):
    """The address of a Bangla path in the active language."""
    return path_in_language(path, _language())


@register.simple_tag(takes_context=True)
def other_language_path(context):
    """The address of this very page in the other language, its query kept out.

    A page that has no version there leads to the home page of that language.
    """
    versions = context.get("language_versions")
    if versions:
        urls = [version.url for version in versions if version.language != _language()]
        return urls[0] if urls else path_in_language("/", "en" if _language() == "bn" else "bn")
    request = context.get("request")
    path = strip_language_prefix(request.path if request else "/")
    return path if _language() != "bn" else f"/en{path}"


@register.simple_tag
def absolute_url(path: str) -> str:
    """The full address of a path, as other machines should know it."""
    return f"{settings.SITE_URL}{path}"


@register.simple_tag(takes_context=True)
def starts_here(context, path: str) -> bool:
    """Whether the page shown stands at or below a path of the menu."""
    request = context.get("request")
    return bool(request) and request.path.startswith(path)


@register.simple_tag
def json_ld(data: dict):
    """Structured data for search engines; safe inside a script element."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')
