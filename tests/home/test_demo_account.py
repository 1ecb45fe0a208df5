"""The account that one looks around with: useful here, impossible anywhere else."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from helpdesk.groups import GROUP_PERMISSIONS

pytestmark = pytest.mark.django_db


@pytest.fixture
def local(settings, monkeypatch):
    settings.HTTPS = False
    monkeypatch.setenv("DEMO_PASSWORD", "kdem-37xq")


def admin():
    return get_user_model().objects.get(username="admin")


def test_it_can_sign_in_and_works_at_the_help_desk(local):
    call_command("demo_account")
    user = admin()
    assert user.check_password("kdem-37xq")
    assert user.is_active and user.is_staff and user.is_superuser
    assert set(user.groups.values_list("name", flat=True)) >= set(GROUP_PERMISSIONS)


def test_a_second_time_leaves_the_stored_password_alone(local):
    call_command("demo_account")
    stored = admin().password
    call_command("demo_account")
    assert admin().password == stored


def test_another_password_is_put_right(local, monkeypatch):
    call_command("demo_account")
    user = admin()
    user.set_password("something else")
    user.is_active = False
    user.save()
    call_command("demo_account")
    assert admin().check_password("kdem-37xq")
    assert admin().is_active


@pytest.mark.parametrize("https", [True, None])
def test_a_site_for_the_public_has_no_demo_account(local, settings, https):
    if https is None:
        del settings.HTTPS
    else:
        settings.HTTPS = https
    with pytest.raises(CommandError, match="HTTPS must be off"):
        call_command("demo_account")
    assert not get_user_model().objects.filter(username="admin").exists()


def test_without_a_password_there_is_no_account(local, monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD")
    with pytest.raises(CommandError, match="DEMO_PASSWORD is not set"):
        call_command("demo_account")
