"""IATI's activity file. Elements stand in the order that the standard's schema wants."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override
from lxml import etree

from portal.core.open_data.numbers import plain_number
from programs.iati.elements import (
    LANGUAGE,
    LANGUAGES,
    VERSION,
    add,
    add_words,
    day_element,
    in_both,
    narratives,
)
from programs.iati.projects import Project
from programs.iati.publisher import Publisher
from programs.iati.readiness import (
    ACTIVITY_STATUS,
    PARTNER_ROLES,
    Readiness,
    Status,
    budget_period,
    is_known_place,
)
from programs.iati.results import RESULTS_DOCUMENT, add_results
from programs.models import ProgramArea
from programs.open_data.public import page_address

IMPLEMENTING = "4"
OBJECTIVES, OTHER_DESCRIPTION = "2", "4"
PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"
NATIONAL, SEVERAL_DIVISIONS, ONE_DIVISION, ONE_DISTRICT = "4", "5", "6", "7"
ADMINISTRATIVE_REGION = "1"
DAC_FIVE_DIGITS = "1"
OWN_VOCABULARY = "99"
ACTIVITY_WEB_PAGE = "A12"
# Kinds of organisation that are certain in IATI's list. Others, such as whether an NGO is a
# national one, are not known here.
ORGANISATION_TYPES = {"government": "10", "un": "40", "company": "70", "university": "80"}


def activities_file(judged: list[Readiness], publisher: Publisher):
    """Return the root of the file with every activity that is ready, or None without any."""
    ready = [each.project for each in judged if each.is_ready]
    if not ready:
        return None
    root = etree.Element("iati-activities", version=VERSION)
    for project in ready:
        _add_activity(root, project, publisher)
    return root


def activity_identifier(project: Project, publisher: Publisher) -> str:
    """Return the whole identifier: the organisation's, and the activity's own behind it."""
    return f"{publisher.identifier}-{project.page.iati_identifier.strip()}"


def _add_activity(root, project: Project, publisher: Publisher) -> None:
    page = project.page
    activity = add(
        root,
        "iati-activity",
        default_currency=publisher.currency or None,
        last_updated_datetime=project.changed and project.changed.isoformat(timespec="seconds"),
    )
    activity.set(LANGUAGE, publisher.language)
    add(activity, "iati-identifier", activity_identifier(project, publisher))
    publisher.add_reporting_org(activity)
    add_words(activity, "title", project.words("title"))
    add_words(activity, "description", project.words("summary"), type="1")
    add_words(activity, "description", project.sentences("objective"), type=OBJECTIVES)
    add_words(activity, "description", project.sentences("activity"), type=OTHER_DESCRIPTION)
    _add_organisations(activity, project, publisher)
    add(activity, "activity-status", code=ACTIVITY_STATUS[page.status])
    _add_dates(activity, page)
    scope = _scope(project)
    if scope:
        add(activity, "activity-scope", code=scope)
    add(activity, "recipient-country", code="BD", percentage="100")
    _add_locations(activity, project)
    add(activity, "sector", vocabulary=DAC_FIVE_DIGITS, code=page.iati_sector)
    _add_topics(activity, project)
    _add_budget(activity, page, publisher)
    _add_documents(activity, project)
    add_results(activity, project)


def _add_organisations(activity, project: Project, publisher: Publisher) -> None:
    own = add(
        activity,
        "participating-org",
        ref=publisher.identifier,
        type=publisher.type_code,
        role=IMPLEMENTING,
    )
    narratives(own, publisher.names)
    for partner in project.partners:
        organisation = partner.organisation
        role = PARTNER_ROLES.get(partner.role)
        is_own = organisation.iati_identifier == publisher.identifier
        if role is None or (is_own and role == IMPLEMENTING):
            continue
        element = add(
            activity,
            "participating-org",
            ref=organisation.iati_identifier,
            type=ORGANISATION_TYPES.get(organisation.kind),
            role=role,
        )
        narratives(element, in_both(organisation, "name"))


def _add_dates(activity, page) -> None:
    has_begun = page.status != Status.PLANNED
    add(
        activity,
        "activity-date",
        iso_date=page.start.isoformat(),
        type=ACTUAL_START if has_begun else PLANNED_START,
    )
    if page.end:
        has_ended = page.status == Status.ENDED
        add(
            activity,
            "activity-date",
            iso_date=page.end.isoformat(),
            type=ACTUAL_END if has_ended else PLANNED_END,
        )


def _scope(project: Project) -> str | None:
    """How wide the work is: IATI's first administrative level is the division."""
    if any(area.kind == ProgramArea.Kind.NATIONAL for area in project.areas):
        return NATIONAL
    districts = [_district(area) for area in project.areas]
    divisions = {
        area.division or (district and district.division)
        for area, district in zip(project.areas, districts, strict=True)
    } - {None}
    if len(divisions) > 1:
        return SEVERAL_DIVISIONS
    if len(set(districts)) == 1 and districts[0]:
        return ONE_DISTRICT
    return ONE_DIVISION if divisions else None


def _district(area: ProgramArea):
    return area.district or (area.upazila.district if area.upazila else None)


def _add_locations(activity, project: Project) -> None:
    """Add the places that are named. The country as a whole is no location."""
    for area in project.areas:
        if area.kind == ProgramArea.Kind.NATIONAL or not is_known_place(area):
            continue
        location = add(activity, "location")
        add_words(location, "name", project.area_names[area.pk])
        if area.kind != ProgramArea.Kind.CAMP:
            add(location, "location-class", code=ADMINISTRATIVE_REGION)


def _add_topics(activity, project: Project) -> None:
    for key, names in project.topics.items():
        add_words(
            activity,
            "tag",
            names,
            code=key,
            vocabulary=OWN_VOCABULARY,
            vocabulary_uri=settings.SITE_URL + reverse("programs:data"),
        )


def _add_budget(activity, page, publisher: Publisher) -> None:
    """Add the budget of a project of at most a year: longer ones are not known by year."""
    period = budget_period(page)
    if page.budget is None or period is None:
        return
    budget = add(activity, "budget")
    day_element(budget, "period-start", period[0])
    day_element(budget, "period-end", period[1])
    add(
        budget,
        "value",
        plain_number(page.budget),
        currency=page.currency or publisher.currency,
        value_date=period[0].isoformat(),
    )


def _add_documents(activity, project: Project) -> None:
    """Add the project's own page in each language it is written in, and its publications."""
    for language in LANGUAGES:
        if language not in project.pages:
            continue
        with override(language):
            title = gettext("The project on the organisation's website")
        link = add(activity, "document-link", format="text/html", url=project.addresses[language])
        add_words(link, "title", {language: title})
        add(link, "category", code=ACTIVITY_WEB_PAGE)
        add(link, "language", code=language)
    for page in project.publications:
        language = page.locale.language_code
        link = add(
            activity,
            "document-link",
            format="text/html",
            url=page_address(page.url_path, language),
        )
        add_words(link, "title", {language: page.title})
        add(link, "category", code=RESULTS_DOCUMENT)
        add(link, "language", code=language)
