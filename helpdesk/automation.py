"""Signs that a program, not a person, filled in the form.

What shows one is set aside for staff to look at; it is never refused, and its sender gets a
receipt like everybody else. Setting a person aside costs hours, letting a spammer through costs
a minute: every rule leaves out what a frightened person might write, in Bangla, in English or in
Bangla with Latin letters. Links alone never count against Bangla writing, nor links to where
agents are found (Facebook, WhatsApp and the like), because people paste them as proof.
"""

import re
from enum import StrEnum

from helpdesk.problems import Problem

# Nobody reads and answers the whole form faster, not even by touching "send now" at once.
FASTEST_PERSON_SECONDS = 5
WEB_ADDRESSES_OF_A_PERSON = 1
# A greeting or a name in Bangla is longer than this; a decorating letter is not.
BANGLA_LETTERS_OF_A_PERSON = 10
SAME_TEXT_FIELDS = 4
MAX_LETTERS_READ = 20_000

LINE_FIELDS = ("asker_name", "worker_name", "code_word")
TEXT_FIELDS = (*LINE_FIELDS, "withhold", "upazila", "cover_sentence", "passport", "narrative")

BANGLA_LETTER = re.compile(r"[\u0985-\u09b9\u09ce\u09dc-\u09df]")
# Only with a scheme or `www.`: "Md.Rahim" and "B.Baria" are no addresses.
WEB_ADDRESS = re.compile(
    r"\b(?:https?://(?:www\.)?|www\.)(?P<host>[^\s/?#<>\"'\])]{1,255})(?P<path>[^\s<>\"'\])]*)",
    re.IGNORECASE,
)
LINK_MARKUP = re.compile(
    r"<\s*a\s[^>]{0,300}href|\[(?:url|link)\b[^\]]{0,300}\]|\]\(\s*https?://", re.IGNORECASE
)
# Where agents, offices and missing people are found. Compared with the end of a host's name.
PLACES_OF_PROOF = (
    "facebook.com",
    "fb.com",
    "fb.me",
    "fb.watch",
    "messenger.com",
    "m.me",
    "instagram.com",
    "tiktok.com",
    "youtube.com",
    "youtu.be",
    "whatsapp.com",
    "wa.me",
    "imo.im",
    "telegram.org",
    "telegram.me",
    "t.me",
    "linkedin.com",
    "bikroy.com",
    "goo.gl",
    "maps.google.com",
)
# Of any country: visas and permits are looked up there.
GOVERNMENT = re.compile(r"(?:^|\.)gov(?:\.[a-z]{2})?$")


class Rule(StrEnum):
    """Why a request was set aside."""

    # A person does not see the field. Some password managers fill it in: set aside, not refused.
    HONEYPOT = "honeypot"
    TOO_FAST = "too_fast"
    # Two or more, outside Bangla writing, and neither to PLACES_OF_PROOF nor to a government.
    SEVERAL_LINKS = "several_links"
    # A name or a code word is never a web address.
    LINK_FOR_A_NAME = "link_for_a_name"
    # HTML and BBCode: nobody types these into a form for help.
    LINK_MARKUP = "link_markup"
    # A program that writes the same into every field that it finds.
    SAME_EVERYWHERE = "same_everywhere"


def looks_automated(data: dict, *, seconds_since_start: float, honeypot: str) -> list[str]:
    """Return the codes of the rules that cleaned answers break. Empty: it goes to the queue.

    `seconds_since_start` is the time since the first page was shown; `honeypot` what stands in
    the field that people do not see. Speed alone sets nobody aside who says that there is danger
    or who is under 18.
    """
    texts = {name: _text(data, name) for name in TEXT_FIELDS}
    broken = []
    if honeypot.strip():
        broken.append(Rule.HONEYPOT)
    if seconds_since_start < FASTEST_PERSON_SECONDS:
        broken.append(Rule.TOO_FAST)
    if _has_several_links(texts["narrative"]):
        broken.append(Rule.SEVERAL_LINKS)
    if any(WEB_ADDRESS.search(texts[name]) for name in LINE_FIELDS):
        broken.append(Rule.LINK_FOR_A_NAME)
    if any(LINK_MARKUP.search(text) for text in texts.values()):
        broken.append(Rule.LINK_MARKUP)
    if _is_same_everywhere(texts):
        broken.append(Rule.SAME_EVERYWHERE)
    if broken == [Rule.TOO_FAST] and (
        data.get("is_minor") or Problem.DANGER in data.get("problems", ())
    ):
        return []
    return [str(rule) for rule in broken]


def _text(data: dict, name: str) -> str:
    return str(data.get(name) or "")[:MAX_LETTERS_READ].strip()


def _has_several_links(story: str) -> bool:
    if len(BANGLA_LETTER.findall(story)) > BANGLA_LETTERS_OF_A_PERSON:
        return False
    addresses = {
        (found["host"].lower().rstrip(".,"), found["path"])
        for found in WEB_ADDRESS.finditer(story)
    }
    others = [host for host, _path in addresses if not _is_place_of_proof(host)]
    return len(others) > WEB_ADDRESSES_OF_A_PERSON


def _is_place_of_proof(host: str) -> bool:
    return GOVERNMENT.search(host) is not None or any(
        host == place or host.endswith(f".{place}") for place in PLACES_OF_PROOF
    )


def _is_same_everywhere(texts: dict[str, str]) -> bool:
    """Whether one text of Latin letters stands in several fields, the story among them."""
    story = texts["narrative"].casefold()
    if not story.isascii() or not story:
        return False
    return [text.casefold() for text in texts.values()].count(story) >= SAME_TEXT_FIELDS
