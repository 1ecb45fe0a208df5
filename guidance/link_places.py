"""Which addresses the site links to, and where each of them stands.

Every type of page is read by its fields, whichever app it belongs to: an address that does not
answer is broken for readers wherever it stands, and no app has to be named here. Beside the pages
stand the records that guidance and the floors below own: dated facts, words, notes on countries,
organisations and providers.
"""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urldefrag, urlsplit

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from django.utils import translation
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Page, Site, get_page_models

from directory.models import Provider
from guidance.models import CountryNote
from portal.core.models import SiteFrame
from portal.reference.models import Fact, GlossaryTerm, Organisation

RECORDS = (Fact, GlossaryTerm, CountryNote, Organisation, Provider, SiteFrame)
# Wagtail keeps links to pages by key, so that they follow a page that moves.
_PAGE_LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>', re.IGNORECASE)
_PAGE_KEY = re.compile(r'\bid="(\d+)"')
_HREF = re.compile(r'\bhref="([^"]+)"', re.IGNORECASE)
_ADDRESS_FIELDS = (models.URLField, RichTextField, StreamField)
PAGE_SCHEME = "page:"


def link_places() -> dict[str, list]:
    """Return the instances (pages and records) in which each address stands.

    Addresses are without fragment: absolute for other sites, paths for this one, `page:12` for a
    link to a page by key. A few queries for each model, none for each page.
    """
    places: dict[str, dict[int, object]] = {}
    for instance in _instances():
        for address in _addresses_of(instance):
            places.setdefault(address, {})[id(instance)] = instance
    for page, address in _addresses_of_children():
        places.setdefault(address, {})[page.pk] = page
    return {address: list(found.values()) for address, found in places.items()}


def is_internal(address: str) -> bool:
    """Whether an address of `link_places` belongs to this site."""
    return address.startswith(("/", PAGE_SCHEME))


def broken_internal(addresses: list[str]) -> set[str]:
    """Return those addresses of this site that lead nowhere. Nothing is fetched."""
    keys = {
        address: int(address.removeprefix(PAGE_SCHEME))
        for address in addresses
        if address.startswith(PAGE_SCHEME)
    }
    live = set(Page.objects.live().filter(pk__in=keys.values()).values_list("pk", flat=True))
    broken = {address for address, key in keys.items() if key not in live}
    roots = _roots()
    for address in addresses:
        if address not in keys and not _answers(address, roots):
            broken.add(address)
    return broken


def _instances() -> Iterator[models.Model]:
    for model in get_page_models():
        if model is Page or not _fields_of(model):
            continue
        # English pages that only repeat the Bangla words have the same links.
        yield from model.objects.live().filter(alias_of__isnull=True).order_by("path")
    for model in RECORDS:
        if not _fields_of(model):
            continue
        records = model._default_manager.all()
        if any(field.name == "live" for field in model._meta.get_fields()):
            records = records.filter(live=True)
        if issubclass(model, CountryNote):
            records = records.select_related("guide", "country")
        yield from records


def _addresses_of_children() -> Iterator[tuple[Page, str]]:
    """Yield the addresses in the inline rows of pages, each with its page."""
    for model in get_page_models():
        for relation in get_all_child_relations(model):
            child, name = relation.related_model, relation.field.name
            if relation.field.model is not child or not _fields_of(child):
                continue
            if relation.field.related_model is not model:
                continue
            rows = child.objects.filter(**{f"{name}__live": True}).select_related(name)
            for row in rows:
                for address in _addresses_of(row):
                    yield getattr(row, name), address


def _fields_of(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.fields if isinstance(field, _ADDRESS_FIELDS)]


def _addresses_of(instance) -> Iterator[str]:
    for field in _fields_of(type(instance)):
        value = getattr(instance, field.name)
        if isinstance(field, StreamField):
            yield from _in_stream(list(value.raw_data))
        elif isinstance(field, RichTextField):
            yield from _in_html(value or "")
        elif value:
            yield from _canonical(value)


def _in_stream(value) -> Iterator[str]:
    if isinstance(value, str):
        yield from _in_html(value)
        # Blocks of addresses: of other sites, or of paths such as /help/.
        if re.fullmatch(r"https?://\S+|/(?:[a-z0-9./_#-]*)", value):
            yield from _canonical(value)
    elif isinstance(value, list):
        for item in value:
            yield from _in_stream(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in ("id", "type"):
                yield from _in_stream(item)


def _in_html(text: str) -> Iterator[str]:
    for tag in _PAGE_LINK.findall(text):
        key = _PAGE_KEY.search(tag)
        if key:
            yield f"{PAGE_SCHEME}{key.group(1)}"
    for href in _HREF.findall(text):
        yield from _canonical(unescape(href))


def _canonical(address: str) -> Iterator[str]:
    address = urldefrag(address.strip()).url
    own = urlsplit(settings.SITE_URL)
    try:
        parts = urlsplit(address)
    except ValueError:
        yield address
        return
    if parts.scheme in ("http", "https"):
        if parts.netloc == own.netloc:
            yield parts.path or "/"
        else:
            yield address
    elif not parts.scheme and address.startswith("/") and not address.startswith("//"):
        yield parts.path


def _roots() -> dict[str, Page]:
    """Return the home page of each language."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return {}
    homes = Page.objects.live().filter(translation_key=site.root_page.translation_key)
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    return {codes[home.locale_id]: home.specific for home in homes}


def _answers(path: str, roots: dict[str, Page]) -> bool:
    language = "en" if re.match(r"/en(/|$)", path) else settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            match = resolve(path)
        except Resolver404:
            return False
    if match.url_name != "wagtail_serve":
        return True
    root = roots.get(language)
    parts = [part for part in (match.args[0] if match.args else "").split("/") if part]
    try:
        return root is not None and bool(root.route(HttpRequest(), parts))
    except Http404:
        return False
