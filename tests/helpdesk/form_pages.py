"""What a page of the help form asks and shows, read from its HTML."""

import re

from helpdesk.journey.steps import FORMS, field_names

STORY = "ছেলে তিন মাস কথা বলে না 😭"
# What tells that the page on contact, or on own words, has come.
CONTACT = 'name="channel"'
WORDS = 'name="narrative"'


def is_checked(html: str, name: str, value: str) -> bool:
    """Whether a radio button or tick box of a page is set."""
    tags = re.findall(rf'<input[^>]*name="{name}"[^>]*value="{value}"[^>]*>', html)
    assert tags, (name, value)
    return any("checked" in tag for tag in tags)


def shows_answers(html: str) -> bool:
    """Whether any choice of a page is set that was not so from the beginning."""
    set_tags = re.findall(r"<(?:input|option)[^>]*\s(?:checked|selected)[^>]*>", html)
    return any(not re.search(r'value="(?:none|me_only|)"', tag) for tag in set_tags) or bool(
        re.search(
            r'<input type="(?:text|tel)"(?![^>]*value="")[^>]*>',
            html.replace('<input type="text" name="website"', ""),
        )
    )


def names_on(html: str) -> set[str]:
    """The names of the questions that a page asks."""
    names = {name for step in FORMS for name in field_names(step)}
    return {name for name in names if f'name="{name}"' in html}
