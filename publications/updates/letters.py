"""The letters that subscribers get: plain text, without pictures and without traces.

Links are the addresses themselves, the same for everybody, but for the one that leaves.
"""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.core.inputs import clean_line
from portal.core.site_frame import in_language, site_frame
from portal.privacy.blind_index import blind_index
from publications.models import Announcement, PublicationPage, Subscription
from publications.updates.subscribing import (
    CONFIRM_WITHIN,
    confirmation_token,
    leaving_code,
)

UPDATES = "/publications/updates/"
# So that no mailbox answers "I am on holiday" (RFC 3834; the second is Microsoft's own).
NO_ANSWERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def address_of(path: str, language: str, **query: str) -> str:
    """Return a whole address below that of updates, in a language."""
    asked = f"?{urlencode(query)}" if query else ""
    return f"{settings.SITE_URL}{in_language(UPDATES + path, language)}{asked}"


def leaving_address(subscription: Subscription) -> str:
    """Return the address by which a subscriber leaves with one tap."""
    return address_of("leave/", subscription.language, s=leaving_code(subscription.uid))


def letter_of_confirmation(subscription: Subscription, language: str) -> EmailMessage:
    """Return the letter that asks whether an address wants updates in a language.

    Who gets updates already finds the link for leaving in it: a way out for who lost the others.
    """
    token = confirmation_token(subscription.uid, language)
    with translation.override(language):
        name = _sender_name()
        subject = _("Please confirm: news of publications of %(name)s") % {"name": name}
        body = render_to_string(
            "publications/letters/confirm.txt",
            {
                "name": name,
                "is_subscribed": subscription.confirmed_at is not None,
                "address": address_of("confirm/", language, t=token),
                "leave": leaving_address(subscription),
                "until": timezone.now() + CONFIRM_WITHIN,
                "site": settings.SITE_URL,
            },
        )
        return _letter(subject, body, subscription, NO_ANSWERS)


def letter_of_announcement(
    announcement: Announcement, page: PublicationPage, subscription: Subscription
) -> EmailMessage:
    """Return the letter that tells a subscriber of a publication, in the language of its page.

    `List-Unsubscribe` is as RFC 8058 has it: one POST without any further question. The same
    letter always has the same Message-ID, so a mailbox that gets it twice can show it once.
    """
    language = page.locale.language_code
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    leave = leaving_address(subscription)
    mark = blind_index(f"{announcement.pk}:{subscription.uid.hex}", "updates-letter")[:32]
    headers = {
        **NO_ANSWERS,
        "Precedence": "bulk",
        "List-Id": f"<publications-{language}.{host}>",
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Message-ID": f"<{mark}@{host}>",
    }
    with translation.override(language):
        subject = _("New: %(title)s") % {"title": page.title}
        body = render_to_string(
            "publications/letters/announcement.txt",
            {
                "name": _sender_name(),
                "page": page,
                "address": settings.SITE_URL + page.get_url(),
                "leave": leave,
                "updates": address_of("", language),
            },
        )
        return _letter(subject, body, subscription, headers)


def _letter(subject: str, body: str, subscription: Subscription, headers: dict) -> EmailMessage:
    return EmailMessage(
        clean_line(subject), body, to=[subscription.address], headers=dict(headers)
    )


def _sender_name() -> str:
    frame = site_frame()
    return frame.short_name or _("OKUP")
