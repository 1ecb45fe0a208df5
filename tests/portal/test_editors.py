"""What an ordinary member of Wagtail's groups can do in the admin: no superuser is needed."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from directory.models import Provider
from programs.models import IndicatorValue
from tests.factories.pages import ProgramPageFactory
from tests.factories.people import SiteFrameFactory, UserFactory
from tests.factories.records import IndicatorFactory, IndicatorValueFactory, ProviderFactory
from tests.factories.reference import (
    CountryFactory,
    EmergencyAdviceFactory,
    EmergencyNumberFactory,
    FactFactory,
    HotlineFactory,
    OrganisationFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

SNIPPETS = {
    "wagtailsnippets_reference_fact": FactFactory,
    "wagtailsnippets_reference_emergencynumber": EmergencyNumberFactory,
    "wagtailsnippets_reference_emergencyadvice": EmergencyAdviceFactory,
    "wagtailsnippets_reference_country": CountryFactory,
    "wagtailsnippets_reference_topic": TopicFactory,
    "wagtailsnippets_core_siteframe": SiteFrameFactory,
}
ROWS = {
    "organisations": OrganisationFactory,
    "providers": ProviderFactory,
    "indicators": IndicatorFactory,
    "indicator-values": IndicatorValueFactory,
}


@pytest.fixture(params=["Editors", "Moderators"])
def group(request) -> str:
    return request.param


@pytest.fixture
def member(client, group):
    """A client that a plain member of the group has signed in with."""
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    return client


@pytest.fixture
def editor(client):
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("screen", "factory"), [*SNIPPETS.items(), *ROWS.items()], ids=lambda value: str(value)[:45]
)
def test_members_see_list_and_forms(member, group, screen, factory):
    listed = "list" if screen in SNIPPETS else "index"
    instance = factory()
    assert member.get(reverse(f"{screen}:{listed}")).status_code == 200
    assert member.get(reverse(f"{screen}:{listed}"), {"q": "x"}).status_code == 200
    assert member.get(reverse(f"{screen}:add")).status_code == 200
    assert member.get(reverse(f"{screen}:edit", args=[instance.pk])).status_code == 200
    deleted = member.get(reverse(f"{screen}:delete", args=[instance.pk]))
    assert (deleted.status_code == 200) == (group == "Moderators")


@pytest.mark.parametrize("screen", ["providers", "indicators", "indicator-values"])
def test_others_see_nothing(client, screen):
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Help desk caseworkers"))
    client.force_login(user)
    assert client.get(reverse(f"{screen}:index")).status_code == 302


def test_the_menu_leads_there(editor):
    page = editor.get(reverse("wagtailadmin_home")).content.decode()
    for screen in ("providers", "indicators", "indicator-values"):
        assert reverse(f"{screen}:index") in page


def test_a_published_fact(editor):
    fact = FactFactory(value="100")
    answer = editor.post(
        reverse("wagtailsnippets_reference_fact:edit", args=[fact.pk]),
        {
            "label": fact.label,
            "kind": fact.kind,
            "key": fact.key,
            "value": "200",
            "unit": fact.unit,
            "confidence": fact.confidence,
            "publish_rule": fact.publish_rule,
            "checked_on": "2026-01-15",
            "check_again_by": "2099-01-15",
            "action-publish": "1",
        },
    )
    assert answer.status_code == 302
    fact.refresh_from_db()
    assert (fact.value, fact.live) == ("200", True)


class TestProvider:
    def form(self, **changes) -> dict:
        return {
            "name_bn": "কাল্পনিক দপ্তর",
            "name_en": "Fictional Office",
            "key": "fictional-office",
            "kind": Provider.Kind.NGO,
            "services_bn": "কাল্পনিক সেবা",
            "services_en": "Fictional services",
            "walk_in": "on",
            "country": "BD",
            "confidence": "high",
            "publish_rule": Provider.Publish.YES,
            **changes,
        }

    def test_a_new_one(self, editor):
        HotlineFactory(key="fictional-line")
        answer = editor.post(reverse("providers:add"), self.form(hotline_keys=["fictional-line"]))
        assert answer.status_code == 302
        provider = Provider.objects.get()
        assert (provider.key, provider.hotline_keys) == ("fictional-office", ["fictional-line"])
        assert provider.walk_in

    def test_a_changed_one_keeps_its_lines(self, editor):
        HotlineFactory(key="fictional-line")
        provider = ProviderFactory(hotline_keys=["fictional-line"])
        address = reverse("providers:edit", args=[provider.pk])
        page = editor.get(address).content.decode()
        assert 'value="fictional-line"' in page
        answer = editor.post(address, self.form(hotline_keys=[]))
        assert answer.status_code == 302
        provider.refresh_from_db()
        assert (provider.name_en, provider.hotline_keys) == ("Fictional Office", [])

    def test_a_line_that_is_no_fact_is_refused(self, editor):
        answer = editor.post(reverse("providers:add"), self.form(hotline_keys=["typed"]))
        assert answer.status_code == 200
        assert not Provider.objects.exists()


def test_a_value_belongs_to_the_bangla_page(editor, bangla_home, english_home):
    program = ProgramPageFactory(parent=bangla_home)
    translated = program.copy_for_translation(english_home.locale)
    answer = editor.post(
        reverse("indicator-values:add"),
        {
            "indicator": IndicatorFactory().pk,
            "program": translated.pk,
            "period_start": "2099-01-01",
            "period_end": "2099-12-31",
            "total": "12",
            "source_bn": "কাল্পনিক সূত্র",
            "source_en": "Fictional source",
        },
    )
    assert answer.status_code == 302
    assert IndicatorValue.objects.get().program_id == program.pk
