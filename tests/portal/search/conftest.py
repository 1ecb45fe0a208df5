"""What tests of the search write: guides, and groups of words that mean the same."""

import pytest

from guidance.models import GuidePage
from portal.search.models import SynonymGroup, SynonymPhrase
from tests.factories.pages import GuidanceIndexPageFactory, GuidePageFactory, StagePageFactory


@pytest.fixture
def stage(bangla_home):
    index = GuidanceIndexPageFactory(parent=bangla_home, title="নির্দেশিকা")
    return StagePageFactory(parent=index, slug="deciding", title="ধাপ")


@pytest.fixture
def write(stage):
    """Publish a guide."""

    def publish(title: str, parent=None, **fields) -> GuidePage:
        guide = GuidePageFactory(parent=parent or stage, title=title, **fields)
        guide.save_revision().publish()
        return guide

    return publish


@pytest.fixture
def english_stage(stage, english_home, english):
    """The finished English translations of the index and the stage."""
    index = stage.get_parent().specific.copy_for_translation(english)
    index.save_revision().publish()
    translated = stage.copy_for_translation(english)
    translated.title = "Stage"
    translated.save_revision().publish()
    return translated


@pytest.fixture
def same(db):
    """Store phrases that mean the same."""

    def group(*texts: str, is_danger: bool = False) -> SynonymGroup:
        made = SynonymGroup(is_danger=is_danger)
        made.phrases = [SynonymPhrase(text=text) for text in texts]
        made.save()
        return made

    return group


@pytest.fixture
def titles(client):
    """What the search page shows for a query, the best first."""

    def ask(query: str, path: str = "/search/") -> list[str]:
        response = client.get(path, {"q": query})
        assert response.status_code == 200
        return [result.title for result in response.context["found"].results]

    return ask
