"""Budget, grants and spending of an activity, as far as their dates are known.

Only what the organisation itself recorded with a day: the standard wants one for each sum.
"""

from django.utils.translation import gettext, override

from portal.core.open_data.numbers import plain_number
from programs.iati.elements import (
    LANGUAGES,
    Words,
    add,
    add_words,
    day_element,
    in_both,
    narratives,
)
from programs.iati.projects import Project
from programs.iati.publisher import Publisher
from programs.iati.readiness import budget_period, can_be_dated
from programs.models import ProgramPage, ProgramPartner

INCOMING_COMMITMENT, EXPENDITURE = "11", "4"
# Kinds of organisation that are certain in IATI's list. Others, such as whether an NGO is a
# national one, are not known here.
ORGANISATION_TYPES = {"government": "10", "un": "40", "company": "70", "university": "80"}


def add_budget(activity, page: ProgramPage, publisher: Publisher) -> None:
    """Add the budget of a project of at most a year: longer ones are not known by year."""
    period = budget_period(page)
    if page.budget is None or period is None:
        return
    budget = add(activity, "budget")
    day_element(budget, "period-start", period[0])
    day_element(budget, "period-end", period[1])
    _add_value(budget, page.budget, page.currency or publisher.currency, period[0])


def add_transactions(activity, project: Project, publisher: Publisher) -> None:
    """Add what funders promised and what was spent, where the day is known and past."""
    for partner in project.partners:
        if partner.grant is not None and can_be_dated(partner.grant_date):
            _add_grant(activity, partner, publisher)
    page = project.page
    if page.spending is not None and can_be_dated(page.spending_date):
        with_day = _transaction(activity, EXPENDITURE, page.spending_date)
        _add_value(
            with_day, page.spending, page.currency or publisher.currency, page.spending_date
        )
        add_words(with_day, "description", _spent_in_words())
        _add_own(with_day, "provider-org", publisher)


def _add_grant(activity, partner: ProgramPartner, publisher: Publisher) -> None:
    grant = _transaction(activity, INCOMING_COMMITMENT, partner.grant_date)
    _add_value(grant, partner.grant, partner.currency or publisher.currency, partner.grant_date)
    organisation = partner.organisation
    provider = add(
        grant,
        "provider-org",
        ref=organisation.iati_identifier,
        type=ORGANISATION_TYPES.get(organisation.kind),
    )
    narratives(provider, in_both(organisation, "name"))
    _add_own(grant, "receiver-org", publisher)


def _transaction(activity, kind: str, day):
    transaction = add(activity, "transaction")
    add(transaction, "transaction-type", code=kind)
    day_element(transaction, "transaction-date", day)
    return transaction


def _add_value(parent, amount, currency: str, day) -> None:
    add(parent, "value", plain_number(amount), currency=currency, value_date=day.isoformat())


def _add_own(parent, name: str, publisher: Publisher) -> None:
    own = add(parent, name, ref=publisher.identifier, type=publisher.type_code)
    narratives(own, publisher.names)


def _spent_in_words() -> Words:
    words = {}
    for language in LANGUAGES:
        with override(language):
            words[language] = gettext("All that was spent up to this day")
    return words
