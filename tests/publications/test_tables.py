"""Tables in publications: figures in cells, and none where nothing fills them in."""

import pytest
from django.core.exceptions import ValidationError

from programs.models import IndicatorValue
from publications.blocks import PublicationStreamBlock
from tests.factories import pages, records

pytestmark = pytest.mark.django_db


@pytest.fixture
def value():
    return records.IndicatorValueFactory(key="fictional-2099", total=4025)


def table(**changes):
    return {
        "caption": "কাল্পনিক তালিকা",
        "head": ["কাজ", "মানুষ"],
        "rows": [["কাল্পনিক কাজ", "{figure:fictional-2099}"]],
    } | changes


def cleaned(content: dict):
    block = PublicationStreamBlock().child_blocks["table"]
    return block.clean(block.to_python(content))


def test_a_cell_shows_the_figure_and_links_to_it(client, bangla_home, value):
    index = pages.PublicationIndexPageFactory(parent=bangla_home)
    publication = pages.PublicationPageFactory(parent=index, body=[("table", table())])
    page = client.get(publication.get_url()).content.decode()
    assert 'href="/programs/figures/fictional-2099/"' in page
    assert "৪,০২৫" in page
    assert "{figure:" not in page


def test_wagtail_knows_which_figures_a_table_shows(value):
    block = PublicationStreamBlock().child_blocks["table"]
    found = list(block.extract_references(block.to_python(table())))
    assert [(model, pk) for model, pk, *_paths in found] == [(IndicatorValue, str(value.pk))]


def test_a_known_figure_in_a_cell_is_taken(value):
    assert cleaned(table())["rows"][0][1] == "{figure:fictional-2099}"


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"rows": [["কাজ", "{figure:no-such-figure}"]]}, "rows"),
        ({"caption": "তালিকা {figure:fictional-2099}"}, "caption"),
        ({"head": ["কাজ", "{figure:fictional-2099}"]}, "caption"),
    ],
)
def test_an_unknown_or_misplaced_figure_is_refused(value, changes, place):
    with pytest.raises(ValidationError) as refused:
        cleaned(table(**changes))
    assert list(refused.value.block_errors) == [place]
