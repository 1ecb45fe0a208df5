"""An editor who imports files of values, and what the files speak of."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from portal.reference.models import District, Division
from programs.models import IndicatorValue, ValueImport
from tests.factories import pages, records
from tests.factories.people import UserFactory
from tests.programs.value_files.files import file_of


@pytest.fixture
def editor(client, db):
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def indicator(db):
    return records.IndicatorFactory(key="people-reached")


@pytest.fixture
def program(bangla_home):
    index = pages.ProgramIndexPageFactory(parent=bangla_home)
    return pages.ProgramPageFactory(parent=index, slug="fictional")


@pytest.fixture
def district(db):
    division, _ = Division.objects.get_or_create(
        code=90, defaults={"name_bn": "কল্পবিভাগ", "name_en": "Fictional Division"}
    )
    return District.objects.create(
        code=9001, name_bn="কল্পপুর", name_en="Kalpapur", division=division
    )


@pytest.fixture
def upload(editor, indicator):
    """Upload a file; return its import, or the page that refused it at once."""

    def send(content: bytes, name: str = "values.csv"):
        answer = editor.post(reverse("indicator-values:import"), {"file": file_of(content, name)})
        if answer.status_code != 302:
            return answer
        return ValueImport.objects.latest("pk")

    return send


@pytest.fixture
def confirm(editor):
    """Press the button of the preview; return the import as it is then."""

    def press(value_import: ValueImport, action: str = "confirm") -> ValueImport:
        url = reverse("indicator-values:import_state", args=[value_import.pk])
        editor.post(url, {"action": action})
        value_import.refresh_from_db()
        return value_import

    return press


@pytest.fixture
def shown(editor):
    """Return the page of an import."""

    def get(value_import: ValueImport) -> str:
        url = reverse("indicator-values:import_state", args=[value_import.pk])
        return editor.get(url).content.decode()

    return get


@pytest.fixture
def imported(upload, confirm):
    """Import a file that is good; return its only value."""

    def whole(content: bytes, name: str = "values.csv") -> IndicatorValue:
        value_import = upload(content, name)
        assert isinstance(value_import, ValueImport)
        assert value_import.errors == []
        confirm(value_import)
        return IndicatorValue.objects.get()

    return whole
