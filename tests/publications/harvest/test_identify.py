"""Whom harvesters may write to."""

import pytest

from tests.publications.harvest.oai_answers import ask, texts

pytestmark = pytest.mark.django_db


def test_a_name_before_the_address_is_left_out(client, settings):
    settings.DEFAULT_FROM_EMAIL = "OKUP <site@example.org>"
    assert texts(ask(client, verb="Identify"), ".//oai:adminEmail") == ["site@example.org"]
