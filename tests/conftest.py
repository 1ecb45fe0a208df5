"""Fixtures that tests of several floors need."""

import pytest
from django.core.cache import caches
from wagtail.models import Locale

from home.models import HomePage


def pytest_make_parametrize_id(config, val, argname):
    """Name bytes by their argument: archives carry the time of their making.

    Two processes that run the tests together must collect the same names.
    """
    return argname if isinstance(val, bytes) else None


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Every test begins with empty caches."""
    for cache in caches.all():
        cache.clear()


@pytest.fixture
def bangla(db) -> Locale:
    return Locale.objects.get(language_code="bn")


@pytest.fixture
def english(db) -> Locale:
    return Locale.objects.get(language_code="en")


@pytest.fixture
def bangla_home(bangla) -> HomePage:
    """The home page that the migrations make."""
    return HomePage.objects.get(locale=bangla)


@pytest.fixture
def english_home(bangla_home, english) -> HomePage:
    """The finished English translation of the home page."""
    home = bangla_home.copy_for_translation(english)
    home.title = "OKUP"
    home.save_revision().publish()
    return HomePage.objects.get(pk=home.pk)
