"""Every factory makes something that is valid by the model's own rules."""

import pytest
from wagtail.models import Page

from tests.factories import pages, people, records, reference

pytestmark = pytest.mark.django_db


def factories_of(module):
    return [
        factory
        for name, factory in vars(module).items()
        if name.endswith("Factory") and factory.__module__ == module.__name__
    ]


@pytest.mark.parametrize(
    "factory", [*factories_of(people), *factories_of(records), *factories_of(reference)]
)
def test_records(factory):
    made = factory.create_batch(2)
    for instance in made:
        instance.full_clean()
    assert made[0].pk != made[1].pk


@pytest.mark.parametrize(
    "factory",
    [factory for factory in factories_of(pages) if factory is not pages.BasePageFactory],
)
def test_pages(factory, bangla_home):
    parent = bangla_home.get_parent() if factory is pages.HomePageFactory else bangla_home
    page = factory(parent=parent)
    page.full_clean()
    assert Page.objects.get(pk=page.pk).specific.locale.language_code == "bn"
