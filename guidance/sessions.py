"""What is near a reader's home: free sessions to come, and offices that advise and train."""

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from directory.models import Provider
from portal.reference.models import District, Division

# How the directory says that an office is in every district (its English texts).
IN_EVERY_DISTRICT = "64 district"


def district_slug(district: District) -> str:
    """Return a district as it stands in an address: Cox's Bazar is `coxs-bazar`."""
    return slugify(district.name_en)


def district_by_slug(slug: str) -> District | None:
    """Return the district of an address. One query."""
    districts = District.objects.select_related("division")
    return next((each for each in districts if district_slug(each) == slug), None)


def districts_by_division() -> list[tuple[Division, list[tuple[str, District]]]]:
    """Return the eight divisions, each with its districts and their addresses. Two queries."""
    divisions = Division.objects.prefetch_related("districts")
    return [
        (
            division,
            [(district_slug(each), each) for each in division.districts.all()],
        )
        for division in divisions
    ]


def coming_sessions(district: District | None = None) -> list:
    """Return the sessions that have not ended, the next first, of one district or all."""
    now = timezone.now()
    not_over = Q(ends_at__gte=now) | Q(ends_at=None, starts_at__gte=now)
    sessions = (
        apps.get_model("guidance", "FreeSession")
        .objects.filter(not_over, is_shown=True)
        .select_related("district")
    )
    if district is not None:
        sessions = sessions.filter(district=district)
    return list(sessions[:30])


def providers_near(district: District) -> list[Provider]:
    """Return who advises in a district: those named for it, then offices of every district.

    Only those that take people and may be shown. One query.
    """
    providers = Provider.objects.filter(
        Q(area_en__icontains=district.name_en) | Q(area_en__icontains=IN_EVERY_DISTRICT),
        walk_in=True,
    ).exclude(publish_rule=Provider.Publish.NO)
    return sorted(
        providers, key=lambda provider: (IN_EVERY_DISTRICT in provider.area_en, provider.name_en)
    )
