"""Results in the activity file: outcomes and outputs, their indicators, what was reached.

What was printed is what is reported. Women, men and others stand as parts of the total, each
with its dimension; ages, disability and places likewise.
"""

from itertools import groupby

from django.utils.translation import gettext, override

from portal.core.open_data.numbers import plain_number
from programs.iati.elements import LANGUAGES, Words, add, add_words, day_element, in_both
from programs.iati.projects import Project
from programs.models import Indicator, IndicatorValue

RESULT_TYPES = {Indicator.Level.OUTCOME: "2", Indicator.Level.OUTPUT: "1"}
UNIT, PERCENTAGE = "1", "2"
OWN_VOCABULARY = "99"
RESULTS_DOCUMENT = "A08"
_SEXES = (("female", "female"), ("male", "male"), ("other", "other or not recorded"))


def add_results(activity, project: Project) -> None:
    """Add a result for each level that has values, outcomes first."""
    for level, code in RESULT_TYPES.items():
        values = [value for value in project.values if value.indicator.level == level]
        if not values:
            continue
        result = add(activity, "result", type=code)
        add_words(result, "title", _level_title(level))
        add_words(result, "description", project.sentences(level))
        for _pk, rows in groupby(values, key=lambda value: value.indicator_id):
            _add_indicator(result, list(rows), project)


def _level_title(level: str) -> Words:
    titles = {}
    for language in LANGUAGES:
        with override(language):
            titles[language] = (
                gettext("What changed")
                if level == Indicator.Level.OUTCOME
                else gettext("What was done")
            )
    return titles


def _add_indicator(result, values: list[IndicatorValue], project: Project) -> None:
    indicator = values[0].indicator
    is_share = indicator.unit == Indicator.Unit.PERCENT
    element = add(
        result,
        "indicator",
        measure=PERCENTAGE if is_share else UNIT,
        # What cannot be added up is said; that all else can is not known.
        aggregation_status="false" if is_share or indicator.may_count_twice else None,
    )
    add_words(element, "title", in_both(indicator, "name"))
    add_words(element, "description", in_both(indicator, "definition"))
    add(element, "reference", vocabulary=OWN_VOCABULARY, code=indicator.key)
    if indicator.baseline is not None and indicator.baseline_year:
        add(
            element,
            "baseline",
            year=str(indicator.baseline_year),
            value=plain_number(indicator.baseline),
        )
    periods = groupby(values, key=lambda value: (value.period_start, value.period_end))
    for (start, end), rows in periods:
        period = add(element, "period")
        day_element(period, "period-start", start)
        day_element(period, "period-end", end)
        rows = list(rows)
        for value in rows:
            if value.target is not None:
                _add_reached(period, "target", value, value.target, ())
        for value in rows:
            _add_actuals(period, value, project)


def _add_actuals(period, value: IndicatorValue, project: Project) -> None:
    actual = _add_reached(period, "actual", value, value.total, ())
    add_words(actual, "comment", _comment(value))
    address = project.sources.get(value.source_document_id)
    if address:
        link = add(actual, "document-link", format="text/html", url=address)
        add_words(link, "title", in_both(value, "source"))
        add(link, "category", code=RESULTS_DOCUMENT)
    for name, meaning in _SEXES:
        part = getattr(value, name)
        if part is not None:
            _add_reached(period, "actual", value, part, (("sex", meaning),))


def _add_reached(period, name: str, value: IndicatorValue, amount, dimensions):
    """Add a target or what was reached, for the group and the place of the value."""
    element = add(period, name, value=plain_number(amount))
    own = []
    if value.district:
        own.append(("district", value.district.name_en))
    if value.age_band:
        own.append(("age", value.age_band))
    if value.disability:
        own.append(("disability", value.disability))
    for dimension, meaning in (*own, *dimensions):
        add(element, "dimension", name=dimension, value=meaning)
    return element


def _comment(value: IndicatorValue) -> Words:
    """Where the figure is from, and what has to be known beside it."""
    comments = {}
    for language in LANGUAGES:
        with override(language):
            source = value.source
            if value.source_page:
                source += f", {value.source_page}"
            parts = [gettext("Source: %(source)s") % {"source": source}]
            if value.out_of is not None:
                parts.append(
                    gettext("Out of: %(number)s") % {"number": plain_number(value.out_of)}
                )
            if not value.parts_add_up:
                parts.append(gettext("The printed parts do not make the printed total."))
            if value.note:
                parts.append(value.note)
        comments[language] = "\n".join(parts)
    return comments
