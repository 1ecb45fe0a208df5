"""OAI-PMH: what changes of publications do to their records."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from publications.models import HarvestRecord, PublicationPage
from publications.oai import answers
from publications.oai.harvest_records import refresh_all
from tests.factories import pages, reference
from tests.publications.harvest.oai_answers import LANGUAGE, LIST, NAMES, ask, listed, texts

pytestmark = pytest.mark.django_db


class TestChanges:
    def key(self, page) -> str:
        return str(page.translation_key)

    def long_ago(self) -> str:
        HarvestRecord.objects.update(changed_at=timezone.now() - timedelta(days=9))
        return (timezone.now() - timedelta(days=1)).astimezone(UTC).strftime("%Y-%m-%d")

    def test_unpublishing_and_publishing_again(self, client, committed, one):
        yesterday = self.long_ago()
        with committed():
            one.unpublish()
        assert listed(client, **{"from": yesterday}) == [f"{self.key(one)} deleted"]
        # A deleted record stays in the sets it was in, and has no metadata.
        assert listed(client, set="type:news") == [f"{self.key(one)} deleted"]
        root = ask(client, **LIST)
        assert texts(root, ".//dc:title") == []
        with committed():
            one.save_revision().publish()
        assert listed(client) == [self.key(one)]

    def test_deleting(self, client, committed, one):
        key = self.key(one)
        with committed():
            one.delete()
        assert listed(client) == [f"{key} deleted"]
        root = ask(
            client,
            verb="GetRecord",
            metadataPrefix="oai_dc",
            identifier=answers.oai_identifier(key),
        )
        assert root.find(".//oai:header", NAMES).get("status") == "deleted"
        assert root.find(".//oai:metadata", NAMES) is None

    def test_deleting_the_page_above(self, client, committed, index, one):
        key = self.key(one)
        with committed():
            type(index).objects.get(pk=index.pk).delete()
        assert listed(client) == [f"{key} deleted"]

    @pytest.mark.parametrize("above", [False, True])
    def test_restricting(self, client, committed, index, one, above):
        english = PublicationPage.objects.get(
            translation_key=one.translation_key, locale__language_code="en"
        )
        with committed():
            english.unpublish()
        yesterday = self.long_ago()
        with committed():
            restriction = PageViewRestriction.objects.create(
                page=index if above else one, restriction_type="login"
            )
        assert listed(client, **{"from": yesterday}) == [f"{self.key(one)} deleted"]
        self.long_ago()
        with committed():
            restriction.delete()
        assert listed(client, **{"from": yesterday}) == [self.key(one)]

    def test_a_language_more_and_less(self, client, committed, make, translate):
        with committed():
            page = make("page")
        assert listed(client, set="language:en") == []
        yesterday = self.long_ago()
        with committed():
            translated = translate(page, title="Fictional page")
        assert listed(client, set="language:en", **{"from": yesterday}) == [self.key(page)]
        self.long_ago()
        with committed():
            translated.unpublish()
        assert listed(client, set="language:en") == []
        assert listed(client, **{"from": yesterday}) == [self.key(page)]

    def test_an_alias_is_not_offered_as_english(self, client, committed, make, english):
        with committed():
            page = make("alias", title="কাল্পনিক আসল")
            page.copy_for_translation(english, copy_parents=True, alias=True)
        root = ask(client, **LIST)
        assert [title.get(LANGUAGE) for title in root.iterfind(".//dc:title", NAMES)] == ["bn"]
        assert listed(client, set="language:en") == []

    def test_moving_gives_another_address(self, client, committed, bangla_home, one):
        yesterday = self.long_ago()
        other = pages.PublicationIndexPageFactory(parent=bangla_home, slug="archive")
        with committed():
            one.move(other, pos="last-child")
        assert listed(client, **{"from": yesterday}) == [self.key(one)]
        identifiers = texts(ask(client, **LIST), ".//dc:identifier")
        assert any(each.endswith("/archive/one/") for each in identifiers)

    def test_other_topics(self, client, committed, one):
        topic = reference.TopicFactory(key="fictional-topic")
        yesterday = self.long_ago()
        with committed():
            one.topics.add(topic)
            one.save_revision().publish()
        assert listed(client, set="topic:fictional-topic", **{"from": yesterday})

    def test_other_names(self, client, committed, report):
        refresh_all()
        for record in (
            report.topics.all()[0],
            report.organisations.all()[0].organisation,
            report.files.all()[0].document,
        ):
            yesterday = self.long_ago()
            with committed():
                record.save()
            assert listed(client, **{"from": yesterday}) == [self.key(report)], record

    def test_what_is_rolled_back_changes_nothing(self, client, one):
        from django.db import transaction

        yesterday = self.long_ago()
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            one.unpublish()
            raise ZeroDivisionError
        assert listed(client, **{"from": yesterday}) == []

    def test_a_draft_is_no_record(self, client, committed, index):
        with committed():
            pages.PublicationPageFactory(parent=index, live=False)
        assert listed(client) == []


class TestCatchingUp:
    def test_the_first_time_records_bear_the_day_of_their_page(self, one):
        HarvestRecord.objects.all().delete()
        moment = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
        PublicationPage.objects.update(last_published_at=moment)
        assert refresh_all() == 1
        assert HarvestRecord.objects.get().changed_at == moment
        assert refresh_all() == 0

    def test_what_was_changed_past_the_site(self, client, one, make):
        other = make("other")
        refresh_all()
        PublicationPage.objects.filter(translation_key=one.translation_key).update(live=False)
        # Even before it is noticed, nothing hidden is shown.
        assert f"{one.translation_key} deleted" in listed(client)
        assert refresh_all() == 1
        assert HarvestRecord.objects.get(identifier=one.translation_key).is_deleted
        assert not HarvestRecord.objects.get(identifier=other.translation_key).is_deleted

    def test_what_appears_among_harvested_records_is_new(self, one, make):
        page = make("late")
        PublicationPage.objects.filter(pk=page.pk).update(
            last_published_at=datetime(2020, 1, 1, tzinfo=UTC)
        )
        before = timezone.now() - timedelta(seconds=2)
        assert refresh_all() == 1
        assert HarvestRecord.objects.get(identifier=page.translation_key).changed_at > before
