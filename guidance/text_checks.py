"""What is wrong with a text by its words alone: typed figures, digits, long sentences, encoding.

Every rule takes plain text and yields Problems; none asks the database. A false alarm is worse
than a miss here, because editors stop reading a list that cries wolf, so rules want a unit or a
word beside a number before they call it a figure:

- money: digits with ৳, টাকা, Tk, BDT or a foreign currency, or with লাখ, কোটি, lakh, crore;
- telephone numbers: `+` or 0 and at least seven digits, any run of seven or more, and three to
  five digits within two words of ফোন, নম্বর, হটলাইন, call, dial, number and the like;
- per cent: digits with %, শতাংশ, শতকরা, per cent;
- ages: digits with বয়স, বয়সী, age, aged, years old;
- days, weeks and months: digits with দিন, সপ্তাহ, মাস, days, weeks, months.

Years (২০২৫ সালে, in 2025), dates, durations in years (a passport for 5 years), sections of a law,
ordinary counts (৬৪ জেলা, 48 pages) and numbers written as words are left alone.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers
from django.utils.html import strip_tags
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.core.bijoy import looks_like_bijoy
from portal.core.numerals import to_ascii_digits
from portal.reference.fact_tokens import FACT_TOKEN

ERROR, WARNING = "error", "warning"
# Words in a sentence that a reader of five years of school can follow.
LONGEST_SENTENCE = {"bn": 20, "en": 25}
EXCERPT = 80

# Stands where a fact is filled in: one word, neither a letter of a language nor a digit.
_FACT = "\ufffc"
_BREAK = re.compile(r"</?(?:p|li|ul|ol|br|h[1-6]|div|blockquote)\b[^>]*>", re.IGNORECASE)
_BANGLA = re.compile(r"[\u0985-\u09b9\u09ce\u09dc-\u09df]")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True)
class Problem:
    """What is wrong with a text: how bad, in words of the editor's language, and where."""

    severity: str
    message: object
    excerpt: str = ""


def plain_pieces(text: str) -> list[str]:
    """Return the paragraphs and list items of rich or plain text, in NFC, without mark-up."""
    pieces = (
        html.unescape(strip_tags(piece)).replace("\xa0", " ") for piece in _BREAK.split(text)
    )
    lines = (line for piece in pieces for line in piece.splitlines())
    return [unicodedata.normalize("NFC", line.strip()) for line in lines if line.strip()]


def language_of(text: str, page_language: str) -> str:
    """Return the language a text is written in: the page's where its letters do not tell."""
    text = FACT_TOKEN.sub("", text)
    bangla, latin = len(_BANGLA.findall(text)), len(_LATIN.findall(text))
    if bangla == latin:
        return page_language
    # One Bangla letter counts for more: a Bangla sentence may quote a long English name.
    return "bn" if bangla * 3 > latin else "en"


def figure_problems(text: str) -> Iterator[Problem]:
    """Yield each figure that was typed by hand, once."""
    plain = _without_facts(text)
    digits = to_ascii_digits(plain)
    seen: list[tuple[int, int]] = []
    for kind, pattern in _FIGURES:
        for found in pattern.finditer(digits):
            start, end = found.span("figure")
            if any(start < other[1] and other[0] < end for other in seen):
                continue
            if kind == "phone" and not _is_phone(found.group("figure")):
                continue
            seen.append((start, end))
            yield Problem(
                ERROR,
                format_lazy(
                    _FIGURE_MESSAGES[kind], figure=_shown(plain[found.start() : found.end()])
                ),
                excerpt_around(plain, found.start(), found.end()),
            )


def digit_problems(text: str, language: str) -> Iterator[Problem]:
    """Yield one problem where the digits are of two scripts, or of the other language's."""
    plain = _without_facts(text)
    mixed = re.search(r"[0-9][.,]?[০-৯]|[০-৯][.,]?[0-9]", plain)
    if mixed:
        yield Problem(
            ERROR,
            _("Bangla and English digits are mixed in one number."),
            excerpt_around(plain, *mixed.span()),
        )
        return
    # G2G, COVID-19 and addresses are written with Latin letters and keep their digits.
    digit, own_letters, message = {
        "bn": (r"[0-9]", _LATIN, _("English digits in a Bangla text.")),
        "en": (r"[০-৯]", _BANGLA, _("Bangla digits in an English text.")),
    }[language]
    for word in re.finditer(r"\S+", plain):
        if re.search(digit, word.group()) and not own_letters.search(word.group()):
            yield Problem(WARNING, message, excerpt_around(plain, *word.span()))
            return


def sentence_problems(text: str, language: str) -> Iterator[Problem]:
    """Yield each sentence that is too long for the language's readers."""
    limit = LONGEST_SENTENCE[language]
    for sentence in sentences(_without_facts(text), language):
        words = [word for word in sentence.split() if re.search(r"\w|" + _FACT, word)]
        if len(words) > limit:
            yield Problem(
                WARNING,
                format_lazy(
                    _("A long sentence: {count} words. More than {limit} are hard to follow."),
                    count=len(words),
                    limit=limit,
                ),
                _shown(sentence[:EXCERPT]) + ("…" if len(sentence) > EXCERPT else ""),
            )


def sentences(text: str, language: str) -> list[str]:
    """Split a paragraph at । ? ! in Bangla, at . ? ! before a space in English."""
    if language == "bn":
        return [part for part in re.split(r"[।॥?!]+", text) if part.strip()]
    guarded = re.sub(
        r"\b(Tk|e\.g|i\.e|etc|Dr|Mr|Mrs|Ms|No|St|vs)\.(?=\s)", "\\1\u2024", text, flags=re.I
    )
    return [part for part in re.split(r"(?<=[.?!])[\"”’)]*\s+", guarded) if part.strip()]


def bijoy_problems(text: str) -> Iterator[Problem]:
    """Yield one problem for a text in the old Bijoy encoding: gibberish on every phone."""
    if looks_like_bijoy(text):
        yield Problem(
            ERROR,
            _("This looks like Bijoy and cannot be read. Convert it to Unicode and paste again."),
            _shown(text[:EXCERPT]),
        )


def token_problems(text: str, allowed: bool = True) -> Iterator[Problem]:
    """Yield what looks like a dated fact but is mistyped, or stands where none is filled in."""
    if not allowed and FACT_TOKEN.search(text):
        yield Problem(
            ERROR,
            _("Dated facts are not filled in here. Say it without the figure."),
            FACT_TOKEN.search(text).group(),
        )
    rest = FACT_TOKEN.sub(_FACT, text)
    found = re.search(r"\{[^{}]*\}?|[^{}\s]*\}|\b[Ff]act\s*:\s*[A-Za-z0-9_-]+", rest)
    if found:
        yield Problem(
            ERROR,
            _("A dated fact is mistyped: readers see it as it stands. Write {fact:key}."),
            _shown(found.group()[:EXCERPT]),
        )


def is_well_formed_phone(number: str, country: str = "BD") -> bool:
    """Whether a stored number is digits alone, with `+` before a country's code if it has one.

    Short lines and numbers of other countries without `+` only need to be digits.
    """
    if not re.fullmatch(r"\+?[0-9]{3,15}", number):
        return False
    is_mobile = country in ("", "BD") and number.startswith("01")
    if not is_mobile and not number.startswith("+"):
        return True
    try:
        parsed = phonenumbers.parse(number, "BD")
    except phonenumbers.NumberParseException:
        return False
    if is_mobile:
        return phonenumbers.is_valid_number(parsed)
    return phonenumbers.is_possible_number(parsed)


def excerpt_around(text: str, start: int, end: int) -> str:
    """Return the place of a problem with some words on both sides, at most about 80 letters."""
    room = max((EXCERPT - (end - start)) // 2, 8)
    left, right = max(start - room, 0), min(end + room, len(text))
    left = text.find(" ", left, start) + 1 if left else 0
    last = text.rfind(" ", end, right) if right < len(text) else right
    right = last if last > 0 else right
    return ("… " if left else "") + _shown(text[left:right]) + (" …" if right < len(text) else "")


def _without_facts(text: str) -> str:
    return FACT_TOKEN.sub(_FACT, text)


def _shown(text: str) -> str:
    return text.replace(_FACT, "{…}").replace("\u2024", ".").strip()


# --- Figures ---------------------------------------------------------------------------
# Patterns are read in NFC and work on ASCII digits.

_NUMBER = r"(?<![\d.,])\d[\d,]*(?:\.\d+)?(?![\d])"
# One number or a range, with what Bangla and English put between: 3-10, ৩ থেকে ১০, 3 to 10.
_NUMBERS = rf"{_NUMBER}(?:\s*(?:-|–|to|or|থেকে|বা|কিংবা)\s*{_NUMBER})?"
_MAGNITUDE = r"(?:হাজার|লাখ|লক্ষ|কোটি|thousand|lakhs?|lacs?|million|crores?)"
_COIN = (
    r"(?:টাকা|রিয়াল|দিরহাম|দিনার|রিঙ্গিত|ডলার|ইউরো|পাউন্ড|৳"
    r"|(?:taka|tk|bdt|usd|riyals?|rials?|dirhams?|dinars?|ringgit|dollars?|euros?)\b)"
)
_YEAR = r"(?!(?:19|20)\d\d(?!\d))"
_CUE = (
    r"(?:(?<![\u0980-\u09ff])(?:ফোন|নম্বর|নাম্বার|হটলাইন|হেল্পলাইন|ডায়াল|কল(?=\s+(?:কর|দি)))"
    r"|\b(?:call|dial|phone|ring|hotline|helpline|number)\b)"
)
_COUNTED = r"(?:টি|টা|জন|খানা|পাতা|জেলা|বছর|সাল|people|pages|times|of\b)"
_SHORT = (
    rf"(?<![\d.,:/–-])(?P<figure>{_YEAR}\d{{3,5}})"
    rf"(?![\d.,]*\d|\s*[-–/%]\s*\d|\s*{_COUNTED})"
)
_GAP = r"[^\s।.?!;:\d]{0,14}[\s:,]+(?:[^\s।.?!;\d]+\s+){0,2}?"


def _pattern(text: str) -> re.Pattern:
    return re.compile(unicodedata.normalize("NFC", text), re.IGNORECASE)


_FIGURES = [
    (
        "money",
        _pattern(rf"(?:৳|\b(?:tk|bdt|usd|sar|aed|qar|myr)\b\.?|[$€£])\s*(?P<figure>{_NUMBERS})"),
    ),
    (
        "money",
        _pattern(rf"(?P<figure>{_NUMBERS})\s*(?:{_MAGNITUDE}[\u0980-\u09ff]*\s*)?{_COIN}"),
    ),
    ("money", _pattern(rf"(?P<figure>{_NUMBERS})\s*(?:লাখ|লক্ষ|কোটি|lakhs?\b|lacs?\b|crores?\b)")),
    ("percent", _pattern(rf"(?P<figure>{_NUMBERS})\s*(?:%|শতাংশ|per\s?cent\b)")),
    ("percent", _pattern(rf"শতকরা\s+(?P<figure>{_NUMBERS})")),
    (
        "age",
        _pattern(
            rf"(?P<figure>{_NUMBERS})\s*(?:বছর(?:ের)?\s*(?:কম |বেশি )?বয়[সস]|[\s-]years?[\s-]old\b"
            rf"|years\s+of\s+age\b)"
        ),
    ),
    (
        "age",
        _pattern(
            rf"বয়স\S*\s+(?:[^\s।?!\d]+\s+){{0,2}}(?P<figure>{_YEAR}{_NUMBERS})\s*(?:বছর|হ|না|এর|$|[।,])"
        ),
    ),
    (
        "age",
        _pattern(
            r"\b(?:aged|age\s+of|age\s+is|older\s+than|younger\s+than)\s+(?:at least )?"
            rf"(?P<figure>{_YEAR}{_NUMBERS})"
        ),
    ),
    (
        "time",
        _pattern(
            rf"(?P<figure>{_YEAR}{_NUMBERS})\s*(?:টি\s+)?(?:(?:কর্ম)?দিন|কর্মদিবস|সপ্তাহ|মাস"
            rf"|[\s-]*(?:working |calendar |business )?(?:days?|weeks?|months?)\b)"
        ),
    ),
    ("phone", _pattern(r"(?<![\w./,:-])(?P<figure>\+?\d[\d ()–-]{5,}\d)(?![\w%])")),
    ("phone", _pattern(_CUE + _GAP + _SHORT)),
    ("phone", _pattern(_SHORT + r"(?:-[\u0980-\u09ff]+)?[\s,]+(?:[^\s।.?!;\d]+\s+)?" + _CUE)),
]
_FIGURE_MESSAGES = {
    "money": _("Money typed by hand: {figure}. Put it in as a dated fact."),
    "phone": _("A telephone number typed by hand: {figure}. Put it in as a dated fact."),
    "percent": _("A share typed by hand: {figure}. Put it in as a dated fact."),
    "age": _("An age typed by hand: {figure}. Put it in as a dated fact."),
    "time": _("A time typed by hand: {figure}. Put it in as a dated fact."),
}


def _is_phone(number: str) -> bool:
    """Whether a run of digits is a telephone number rather than a date or a span of years."""
    compact = re.sub(r"[ ()–-]", "", number)
    if len(compact.lstrip("+")) <= 5:
        return True
    if re.fullmatch(r"(?:19|20)\d\d\s*[ –-]\s*(?:(?:19|20)\d\d|\d\d?[ –-]\d\d?)", number):
        return False
    digits = compact.lstrip("+")
    if not 7 <= len(digits) <= 15:
        return False
    return compact.startswith(("+", "0", "880")) or number.isdecimal()
