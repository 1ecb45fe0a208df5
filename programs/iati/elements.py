"""Small parts that IATI's files are made of."""

from collections.abc import Mapping

from lxml import etree

VERSION = "2.03"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# Both languages of the site, the source first.
LANGUAGES = ("bn", "en")

Words = Mapping[str, str]
# What XML 1.0 cannot hold.
_NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


def add(parent, name: str, text: str | None = None, /, **attributes: str | None):
    """Add an element. Attributes without a value are left out; `_` in a name stands for `-`."""
    element = etree.SubElement(parent, name)
    for key, value in attributes.items():
        if value not in (None, ""):
            element.set(key.replace("_", "-"), plain(str(value)))
    if text is not None:
        element.text = plain(text)
    return element


def add_words(parent, name: str, words: Words, /, **attributes: str | None):
    """Add an element with a narrative in each language that has one; nothing without any."""
    if not any(words.values()):
        return None
    element = add(parent, name, **attributes)
    narratives(element, words)
    return element


def narratives(element, words: Words) -> None:
    """Add the words of each language. Equal words, such as proper names, stand once each."""
    for language in LANGUAGES:
        if words.get(language):
            narrative = etree.SubElement(element, "narrative")
            narrative.set(LANGUAGE, language)
            narrative.text = plain(words[language])


def plain(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return text.translate(_NOT_IN_XML).strip()


def day_element(parent, name: str, day) -> None:
    """Add an element that is a day."""
    add(parent, name, iso_date=day.isoformat())


def in_both(record, field: str) -> Words:
    """Return the words of a record that holds both languages, by language."""
    return {language: getattr(record, f"{field}_{language}") for language in LANGUAGES}


def written(root) -> bytes:
    """Return a file's bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
