"""What visitors find of providers: each at its place on the page of the directory."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext

from directory.models import DirectoryIndexPage, Provider
from portal.reference.models import Fact
from portal.search.entries import Found, entries_of
from portal.search.models import Kind


@entries_of(Provider)
def provider_found(provider: Provider) -> Iterator[Found]:
    """A provider in both languages, by name, services, area, and the lines to call it on."""
    if not provider.is_listed:
        return
    lines = Fact.objects.filter(key__in=provider.hotline_keys, kind=Fact.Kind.HOTLINE)
    numbers = " ".join(line.value for line in lines if line.is_shown)
    for page in DirectoryIndexPage.objects.live().select_related("locale"):
        language = page.locale.language_code
        name, services, area, eligibility = (
            getattr(provider, f"{field}_{language}")
            for field in ("name", "services", "area", "eligibility")
        )
        # People know an office by its English letters too, and the other way round.
        other = provider.name_en if language == "bn" else provider.name_bn
        with translation.override(language):
            contact_words = gettext("address phone number office contact")
        yield Found(
            language=language,
            kind=Kind.PROVIDER,
            title=name,
            page_id=page.pk,
            suffix=f"#{provider.key}",
            summary=services,
            fields=[
                (services, 1.5),
                (area, 1.5),
                (eligibility, 1.0),
                (other, 2.0),
                (numbers, 2.0),
                (contact_words, 1.5),
            ],
        )
