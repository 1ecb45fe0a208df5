"""Who works on a request: the local office of its district, or the central help team."""

from django.core.cache import cache
from django.db.models.signals import m2m_changed, post_delete

from helpdesk.models import LocalOffice
from helpdesk.taxonomy import Route

CACHE_KEY = "helpdesk-covered-districts"
TEN_MINUTES = 600


def route_for(district_id: int | None, avoid_local: bool, restricted: bool) -> Route:
    """Return the route of a request from a district (its row's key). One query in ten minutes.

    Only what is neither restricted nor from somebody who fears the local office goes there, and
    only where an office covers the district. In doubt the central team has it.
    """
    if district_id is None or avoid_local or restricted:
        return Route.CENTRAL
    return Route.LOCAL if district_id in _covered_districts() else Route.CENTRAL


def _covered_districts() -> set[int]:
    covered = cache.get(CACHE_KEY)
    if covered is None:
        covered = set(
            LocalOffice.objects.exclude(districts=None).values_list("districts", flat=True)
        )
        cache.set(CACHE_KEY, covered, TEN_MINUTES)
    return covered


def _forget(**_signal) -> None:
    cache.delete(CACHE_KEY)


def forget_on_change() -> None:
    """Have a changed office count at once in this process, elsewhere after ten minutes at most."""
    m2m_changed.connect(
        _forget, sender=LocalOffice.districts.through, dispatch_uid="helpdesk-offices"
    )
    post_delete.connect(_forget, sender=LocalOffice, dispatch_uid="helpdesk-offices-gone")
