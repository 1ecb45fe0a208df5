"""What feed readers and calendars call what they subscribed to."""

import feedparser
import pytest
from icalendar import Calendar

from tests.factories import reference

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("prefix", "name"),
    [("", "কাল্পনিক স্বাস্থ্য, ২০৯৯, বাংলা, খবর"), ("/en", "Fictional health, 2099, Bangla, News")],
)
def test_a_feed_says_in_words_what_was_chosen(client, make, translate, english, prefix, name):
    topic = reference.TopicFactory(key="health", name="কাল্পনিক স্বাস্থ্য")
    twin = topic.copy_for_translation(english)
    twin.name = "Fictional health"
    twin.save()
    address = f"{prefix}/publications/feeds/atom.xml?kind=news&topic=health&year=2099&language=bn"
    title = feedparser.parse(client.get(address).content).feed.title
    words = title.partition(" (")[2].rstrip(")").split(", ")
    assert sorted(words) == sorted(name.split(", "))


@pytest.mark.parametrize(("prefix", "name"), [("", "অনুষ্ঠান"), ("/en", "Events")])
def test_a_calendar_is_named_in_its_language(client, event, prefix, name):
    calendar = Calendar.from_ical(client.get(f"{prefix}/publications/calendar/events.ics").content)
    assert calendar["x-wr-calname"].endswith(f": {name}")
