"""Sets that harvesters may choose: types, topics and languages, each below a set of its own."""

import re

from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from portal.reference.models import Topic
from publications.models import PublicationPage

# What the protocol's schema accepts as the name of a format, and as a set.
NAME = re.compile(r"[A-Za-z0-9\-_.!~*'()]+")
SPEC = re.compile(rf"{NAME.pattern}(:{NAME.pattern})*")
_PARENTS = {"type": _("Kind"), "topic": _("Topic"), "language": _("Language")}


def all_sets() -> dict[str, str]:
    """Return the name of every set by its spec, in both languages. One query."""
    names = {
        spec: _in_both(lambda msgid=msgid: gettext(msgid)) for spec, msgid in _PARENTS.items()
    }
    for kind in PublicationPage.Kind:
        names[f"type:{kind.value}"] = _in_both(lambda kind=kind: str(kind.label))
    topics: dict[str, list[str]] = {}
    for key, name in Topic.objects.order_by("key", "locale__language_code").values_list(
        "key", "name"
    ):
        topics.setdefault(key, []).append(name)
    for key, both in topics.items():
        names[f"topic:{key}"] = " / ".join(dict.fromkeys(both))
    for code, name in settings.LANGUAGES:
        names[f"language:{code}"] = _in_both(lambda name=name: str(name))
    return names


def _in_both(words) -> str:
    found = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.append(words())
    return " / ".join(dict.fromkeys(found))


def in_set(records, spec: str):
    """Return the records of a set, or of all sets below it."""
    # A database may compare letters without their case; every spec here is exactly as listed.
    if spec in _PARENTS:
        return records.filter(sets__contains=f"|{spec}:")
    return records.filter(sets__contains=f"|{spec}|")


def specs_of(sets: str) -> list[str]:
    """Return the specs that a record stores."""
    return [spec for spec in sets.split("|") if spec]
