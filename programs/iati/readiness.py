"""Whether a project can stand in the activity file, and if not, what is missing.

Nothing is ever filled in: what the standard wants and nobody knows keeps the activity out.
Remarks are what is left out of an activity that is published.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from programs.iati.projects import Project, all_projects
from programs.iati.publisher import Publisher
from programs.models import ProgramArea, ProgramPage, ProgramPartner
from programs.models.open_data_settings import no_reserved_letters

Status = ProgramPage.Status
# IATI's list of statuses. A report that only tells of work says nothing of its status.
ACTIVITY_STATUS = {Status.PLANNED: "1", Status.RUNNING: "2", Status.ENDED: "4"}
# The standard's roles: funding, accountable, implementing. It has none for the others.
PARTNER_ROLES = {
    ProgramPartner.Role.DONOR: "1",
    ProgramPartner.Role.LEAD: "2",
    ProgramPartner.Role.IMPLEMENTER: "4",
}
LONGEST_BUDGET_DAYS = 366


@dataclass
class Readiness:
    """A project with what keeps it out of the file, and what is left out of it."""

    project: Project
    missing: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_ready(self) -> bool:
        """Whether it stands in the file."""
        return not self.missing


def all_readiness(publisher: Publisher) -> list[Readiness]:
    """Judge every public programme."""
    projects = all_projects()
    twice = _used_twice(projects)
    return [readiness(project, publisher, twice) for project in projects]


def readiness(
    project: Project, publisher: Publisher, used_twice: frozenset[str] = frozenset()
) -> Readiness:
    """Judge one programme. Its own faults come first, then the organisation's."""
    page = project.page
    if page.role != ProgramPage.Role.IMPLEMENTER:
        # Whoever carries out a project reports it: twice in IATI would be counted twice.
        return Readiness(
            project, [_("Not OKUP's own project: whoever leads it reports it to IATI.")]
        )
    missing = [
        *_identifier(page, used_twice),
        *_words(project),
        *_time(page),
        *_place_and_sector(project),
        *publisher.missing(),
    ]
    return Readiness(project, missing, _remarks(project, publisher))


def _used_twice(projects: list[Project]) -> frozenset[str]:
    counted = Counter(project.page.iati_identifier.strip() for project in projects)
    return frozenset(each for each, times in counted.items() if each and times > 1)


def _identifier(page: ProgramPage, used_twice: frozenset[str]) -> list[str]:
    own = page.iati_identifier.strip()
    if not own:
        return [_("IATI identifier of the activity")]
    if not no_reserved_letters.regex.search(own):
        return [_("IATI identifier without spaces and without the letters / & | ?")]
    if own in used_twice:
        return [_("An IATI identifier of its own: another project has the same one.")]
    return []


def _words(project: Project) -> list[str]:
    missing = []
    if not any(text.strip() for text in project.words("title").values()):
        missing.append(_("Title"))
    if not any(text.strip() for text in project.words("summary").values()):
        missing.append(_("Description: the page's summary"))
    return missing


def _time(page: ProgramPage) -> list[str]:
    today = timezone.localdate()
    if page.status not in ACTIVITY_STATUS:
        return [_("Status: planned, running or ended"), *([] if page.start else [_("Start date")])]
    missing = []
    if page.start is None:
        missing.append(_("Start date"))
    elif page.status != Status.PLANNED and page.start > today:
        missing.append(_("A start date in the past: it is said to have begun."))
    if page.status == Status.ENDED:
        if page.end is None:
            missing.append(_("End date"))
        elif page.end > today:
            missing.append(_("An end date in the past: it is said to have ended."))
    return missing


def _place_and_sector(project: Project) -> list[str]:
    missing = []
    if not any(is_known_place(area) for area in project.areas):
        missing.append(_("Country: an area that names a place of Bangladesh"))
    if not project.page.iati_sector:
        missing.append(_("DAC sector"))
    return missing


def is_known_place(area: ProgramArea) -> bool:
    """Whether an area is a place of Bangladesh, and not one that the source does not name."""
    return area.kind != ProgramArea.Kind.OTHER or bool(
        area.division_id or area.district_id or area.upazila_id
    )


def budget_period(page: ProgramPage) -> tuple[date, date] | None:
    """Return the days of the budget, where it may be published: the standard wants years."""
    if not page.start or not page.end or (page.end - page.start).days > LONGEST_BUDGET_DAYS - 1:
        return None
    return page.start, page.end


def can_be_dated(day: date | None) -> bool:
    """Whether money of this day may be published: the standard knows none without a past day."""
    return day is not None and day <= timezone.localdate()


def _remarks(project: Project, publisher: Publisher) -> list[str]:
    page = project.page
    remarks = []
    if page.budget is not None and budget_period(page) is None:
        remarks.append(
            _("The budget is left out: IATI wants it by year, and only the whole sum is known.")
        )
    if page.spending is not None and not can_be_dated(page.spending_date):
        remarks.append(
            _("The spending is left out: up to which past day it was counted is not known.")
        )
    undated = [
        partner.organisation.name
        for partner in project.partners
        if partner.grant is not None and not can_be_dated(partner.grant_date)
    ]
    if undated:
        remarks.append(
            _("Grants are left out, because no past day of an agreement is known: %(names)s")
            % {"names": ", ".join(undated)}
        )
    others = [
        partner.organisation.name
        for partner in project.partners
        if partner.role not in PARTNER_ROLES
    ]
    if others:
        remarks.append(
            _("IATI has no role for these partners, who are left out: %(names)s")
            % {"names": ", ".join(others)}
        )
    if set(project.pages) != {"bn", "en"}:
        remarks.append(_("The page is not translated: the file has one language only."))
    return remarks
