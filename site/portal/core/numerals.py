"""Numbers and dates as readers write them.

Django's Bangla locale prints ASCII digits and no grouping, and Babel groups rightly (2,24,653)
but keeps ASCII digits (measured with Django 5.2 and Babel 2.18), so the digits are changed here.
Dates are Gregorian with Bangla month names.
"""

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date as babel_format_date
from babel.dates import format_time as babel_format_time
from babel.numbers import format_decimal
from django.utils import timezone, translation
from django.utils.translation import gettext

KILOBYTE = 1024
BANGLA_DIGITS = "০১২৩৪৫৬৭৮৯"
_TO_BANGLA = str.maketrans("0123456789", BANGLA_DIGITS)
_TO_ASCII = str.maketrans(BANGLA_DIGITS, "0123456789")


def to_bangla_digits(text: str) -> str:
    """Return the text with 0-9 written as ০-৯."""
    return text.translate(_TO_BANGLA)


def to_ascii_digits(text: str) -> str:
    """Return the text with ০-৯ written as 0-9."""
    return text.translate(_TO_ASCII)


def localise_digits(text: str, language: str) -> str:
    """Return the text with its digits in the script of the language (`bn` or `en`)."""
    return to_bangla_digits(text) if language == "bn" else to_ascii_digits(text)


def format_number(number: int | float | Decimal, language: str) -> str:
    """Group a number for the language: ২,২৪,৬৫৩ in Bangla, 224,653 in English."""
    locale = "bn" if language == "bn" else "en"
    return localise_digits(format_decimal(number, locale=locale), language)


def format_file_size(number_of_bytes: int, language: str) -> str:
    """Write a file's size before it loads: ৪২০ কেবি, or megabytes with one decimal, 1.2 MB."""
    kilobytes = max(round(number_of_bytes / KILOBYTE), 1)
    in_megabytes = kilobytes >= KILOBYTE
    size = format_number(round(kilobytes / KILOBYTE, 1) if in_megabytes else kilobytes, language)
    with translation.override(language):
        text = gettext("%(size)s MB") if in_megabytes else gettext("%(size)s KB")
    return text % {"size": size}


def format_day(day: date | datetime, language: str) -> str:
    """Write a day out: ১২ অক্টোবর ২০২৬, or 12 October 2026. Moments are taken in Dhaka's time."""
    return _format(day, "d MMMM y", language)


def format_month(day: date | datetime, language: str) -> str:
    """Write a month out: অক্টোবর ২০২৬, or October 2026."""
    return _format(day, "MMMM y", language)


def format_clock(moment: datetime, language: str) -> str:
    """Write the time of a moment in Dhaka as people say it: দুপুর ১:৩০, or 1:30 PM.

    A line is never broken in it.
    """
    pattern, locale = ("B\u00a0h:mm", "bn") if language == "bn" else ("h:mm\u00a0a", "en")
    text = babel_format_time(timezone.localtime(moment).time(), pattern, locale=locale)
    # Everyday speech says রাত; Babel 2.18 has the written word.
    return localise_digits(text.replace("রাত্রি", "রাত"), language)


def _format(day: date | datetime, pattern: str, language: str) -> str:
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    locale = "bn" if language == "bn" else "en"
    text = babel_format_date(day, pattern, locale=locale)
    # Today's spelling of January and February; Babel 2.18 has the older one.
    return localise_digits(text.replace("য়ারী", "য়ারি"), language)
