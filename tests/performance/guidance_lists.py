"""How long the lists of guidance take with 100 countries, 60 steps and notes on all of them.

Run by `make bench-guidance`. It fills a database of its own in both languages and asks for each
kind of list in turn, in one process, page caches off. Medians are shown in milliseconds; the goal
is 100.
"""

import statistics
import sys

from tests.performance.filled_site import filled_site, say, times, verdict

COUNTRIES = 100
STEPS = 60
ROUNDS = 40
GOAL_MS = 100
LANGUAGES = ("bn", "en")


def main() -> int:
    """Measure and print a table. Returns 1 when a list misses the goal."""
    with filled_site("guidance", _fill):
        return _measure()


def _fill() -> None:
    from django.db import transaction
    from wagtail.models import Locale
    from wagtail.signal_handlers import disable_reference_index_auto_update

    from home.models import HomePage

    say(f"{STEPS} steps, {COUNTRIES} countries, {COUNTRIES * STEPS} notes, two languages …")
    bangla, english = (Locale.objects.get(language_code=code) for code in LANGUAGES)
    home = HomePage.objects.get(locale=bangla)
    english_home = home.copy_for_translation(english)
    english_home.save_revision().publish()
    with transaction.atomic(), disable_reference_index_auto_update():
        source = _fill_language(home, bangla, None)
        say("… in English")
        _fill_language(HomePage.objects.get(pk=english_home.pk), english, source)


def _fill_language(home, locale, source):
    """Return the guides and countries made. English takes the identities of `source`."""
    from guidance.models import CountryNote
    from portal.reference.models import Country
    from tests.factories import pages

    def same(made, place):
        return {"translation_key": source[made][place].translation_key} if source else {}

    index = pages.GuidanceIndexPageFactory(parent=home)
    stage = pages.StagePageFactory(parent=index, slug="preparing")
    guides = [
        pages.GuidePageFactory(parent=stage, slug=f"step-{number}", **same("guides", number))
        for number in range(STEPS)
    ]
    countries = [
        Country.objects.create(
            iso2=f"{chr(65 + number // 26)}{chr(65 + number % 26)}",
            name=f"কল্পদেশ {number}",
            locale=locale,
            **same("countries", number),
        )
        for number in range(COUNTRIES)
    ]
    destinations = pages.DestinationIndexPageFactory(parent=index)
    # Both languages of a page share the Bangla country and guide, as wagtail-localize has it.
    shared = source or {"guides": guides, "countries": countries}
    for number, country in enumerate(shared["countries"]):
        pages.DestinationPageFactory(
            parent=destinations, slug=f"country-{number}", country=country
        )
    CountryNote.objects.bulk_create(
        CountryNote(guide=guide, country=country, locale=locale, text="<p>কাল্পনিক।</p>")
        for guide in shared["guides"]
        for country in shared["countries"]
    )
    return {"guides": guides, "countries": countries}


def _measure() -> int:
    from django.test import Client

    client = Client()
    paths = {
        "front page of guidance": "/guidance/",
        "steps of a stage": "/guidance/preparing/",
        "steps for a country": "/guidance/preparing/in/aa/",
        "a step, its countries offered": "/guidance/preparing/step-30/",
        "a step for a country": "/guidance/preparing/step-30/in/aa/",
        "all countries": "/guidance/destinations/",
        "a country with its steps": "/guidance/destinations/country-50/",
    }
    print("| list | Bangla, ms | English, ms | goal |\n|---|---|---|---|")
    missed = False
    for name, path in paths.items():
        medians = [_median(client, path), _median(client, f"/en{path}")]
        missed |= max(medians) > GOAL_MS
        judged = verdict(max(medians), GOAL_MS)
        print(f"| {name} | {medians[0]:.1f} | {medians[1]:.1f} | {judged} |")
    return int(missed)


def _median(client, path: str) -> float:
    def ask():
        response = client.get(path)
        assert response.status_code == 200, (path, response.status_code)

    return statistics.median(times(ask, ROUNDS))


if __name__ == "__main__":
    sys.exit(main())
