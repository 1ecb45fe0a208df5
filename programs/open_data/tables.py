"""What the tables are: their columns in words of both languages, and what may narrow them.

Names of tables and columns are addresses that others build on: they never change, and are the
same in both languages. Rows are made in `programs.open_data.rows`, in the order of the columns.
"""

from django.utils.translation import gettext_lazy as _

from portal.core.open_data.columns import choice, day, number, text, web, whole, yes_no
from portal.core.open_data.tables import NoFilter, Table
from programs.filters import ProgramFilter, ValueFilter
from programs.models import Indicator, IndicatorValue, ProgramArea, ProgramPage, ProgramPartner

# How figures are marked. Also on the page that describes the tables.
MARKS = (
    _(
        "Totals and parts are as the source printed them. Where the printed parts do not make the"
        " printed total, parts_add_up is false. Nothing is corrected."
    ),
    _("An empty cell means that the source does not say. It never means zero."),
    _(
        "Where may_count_twice is true, one person may have been counted several times. Do not add"
        " such values up."
    ),
)


_PROGRAM = (
    text("program", _("Programme"), _("The programme's name in addresses: /programs/<name>/.")),
    text("program_title", _("Title of the programme"), _("In the language of the table.")),
)

VALUES = Table(
    name="values",
    title=_("Values"),
    about=_(
        "What was counted: one row for each indicator, programme, period, place and group of"
        " people, as it was printed. Rows stand in the order in which they were entered."
    ),
    filter_class=ValueFilter,
    marks=MARKS,
    examples=("year=2019", "level=outcome&unit=people"),
    columns=(
        text("key", _("Key of the value"), _("Stays the same for ever.")),
        text("indicator", _("Indicator"), _("Its key in the table of indicators.")),
        text("indicator_name", _("What was counted"), _("In the language of the table.")),
        choice("level", _("Level"), _("What changed, or what was done."), Indicator.Level),
        choice("unit", _("Unit"), _("What one stands for."), Indicator.Unit),
        yes_no(
            "may_count_twice",
            _("People may be counted more than once"),
            _("Such values must not be added up to a number of persons."),
        ),
        text(
            "program",
            _("Programme"),
            _("The programme's name in addresses; empty for the whole organisation."),
        ),
        text("program_title", _("Title of the programme"), _("In the language of the table.")),
        day("period_start", _("From"), _("First day of the period.")),
        day("period_end", _("To"), _("Last day of the period.")),
        whole("district", _("Code of the district"), _("Empty where the value is of none.")),
        text("district_name", _("District"), _("In the language of the table.")),
        choice("age_band", _("Age"), _("Empty for all ages."), IndicatorValue.AgeBand),
        choice(
            "disability",
            _("Disability"),
            _("Empty for people with and without disability."),
            IndicatorValue.Disability,
        ),
        number("total", _("Total"), _("As it was printed.")),
        number("female", _("Women"), _("Empty where the source does not say.")),
        number("male", _("Men"), _("Empty where the source does not say.")),
        number("other", _("Other or not recorded"), _("Empty where the source does not say.")),
        number("target", _("Target"), _("What was to be reached in the period.")),
        number("out_of", _("Out of"), _("The whole that the total is a part of: 52 out of 77.")),
        yes_no(
            "parts_add_up",
            _("The parts add up"),
            _(
                "Whether women, men and others make the printed total; empty where a part is not"
                " known. Sums are never corrected."
            ),
        ),
        text("source", _("Source"), _("The document that the value was printed in.")),
        text("source_page", _("Page of the source"), _("Page or table of that document.")),
        web("source_url", _("The source on this site"), _("Empty where it is not on this site.")),
        text("note", _("Note"), _("What has to be known beside the value.")),
        day("updated", _("Last changed"), _("The day on which the value was last changed here.")),
    ),
)

INDICATORS = Table(
    name="indicators",
    title=_("Indicators"),
    about=_("What is counted, how it is defined, and by which records it can be checked."),
    filter_class=NoFilter,
    marks=MARKS,
    columns=(
        text("indicator", _("Indicator"), _("The key by which values refer to it.")),
        text("name", _("Name"), _("In the language of the table.")),
        text("definition", _("Definition"), _("In the language of the table.")),
        choice("level", _("Level"), _("What changed, or what was done."), Indicator.Level),
        choice("unit", _("Unit"), _("What one stands for."), Indicator.Unit),
        yes_no(
            "may_count_twice",
            _("People may be counted more than once"),
            _("Such values must not be added up to a number of persons."),
        ),
        yes_no("by_sex", _("Counted by sex"), _("Whether women and men are told apart.")),
        yes_no("by_age", _("Counted by age"), _("Whether ages are told apart.")),
        yes_no(
            "by_disability",
            _("Counted by disability"),
            _("Whether people with and without disability are told apart."),
        ),
        number("baseline", _("Baseline"), _("What it was before the work began.")),
        whole("baseline_year", _("Year of the baseline"), _("Four digits.")),
        text("verification", _("Means of verification"), _("By which records it can be checked.")),
        text(
            "participants_of",
            _("People who took part in"),
            _("The indicator that counts the events at which these people were."),
        ),
    ),
)

PROGRAMS = Table(
    name="programs",
    title=_("Programmes"),
    about=_("Programmes and projects, one row each, with what is known of their time and money."),
    filter_class=ProgramFilter,
    marks=MARKS,
    examples=("status=ended", "year=2022"),
    columns=(
        text("program", _("Programme"), _("Its name in addresses: /programs/<name>/.")),
        text("title", _("Title"), _("In the language of the table, where it is translated.")),
        text("short_title", _("Short title"), _("May be empty.")),
        text("summary", _("Summary"), _("One sentence.")),
        text("language", _("Language of the words"), _("bn or en.")),
        choice("status", _("Status"), _("As it was last reported."), ProgramPage.Status),
        choice("role", _("Role"), _("The organisation's part in it."), ProgramPage.Role),
        day("start", _("Start"), _("Empty where the day is not known.")),
        day("end", _("End"), _("Empty where the day is not known.")),
        whole("first_year", _("First year of work that is known"), _("Four digits.")),
        whole("last_year", _("Last year of work that is known"), _("Four digits.")),
        text("period", _("Period in words"), _("As it was reported.")),
        text("topics", _("Areas of work"), _("Keys with spaces between them.")),
        number("budget", _("Budget"), _("Only where it is public.")),
        number("spending", _("Spent so far"), _("Only where it is public.")),
        day("spending_date", _("Spent up to"), _("The last day that the sum counts.")),
        text("currency", _("Currency"), _("Three letters, of budget and spending.")),
        text("source", _("Source"), _("Where this is known from.")),
        web("url", _("Address of the page"), _("The programme on this site.")),
        day("updated", _("Last changed"), _("The day on which the page was last published.")),
    ),
)

AREAS = Table(
    name="areas",
    title=_("Programme areas"),
    about=_(
        "The places where programmes work, one row for each. A filter chooses programmes: all"
        " places of each of them are listed."
    ),
    filter_class=ProgramFilter,
    marks=MARKS,
    examples=("status=running",),
    columns=(
        *_PROGRAM,
        text("place", _("Place"), _("In words, as it was reported.")),
        choice("kind", _("Kind of place"), _("How large the place is."), ProgramArea.Kind),
        whole("division", _("Code of the division"), _("Empty where it is not known.")),
        text("division_name", _("Division"), _("In the language of the table.")),
        whole("district", _("Code of the district"), _("Empty where it is not known.")),
        text("district_name", _("District"), _("In the language of the table.")),
        whole("upazila", _("Code of the upazila"), _("Empty where it is not known.")),
        text("upazila_name", _("Upazila"), _("In the language of the table.")),
    ),
)

PARTNERS = Table(
    name="partners",
    title=_("Partners"),
    about=_(
        "Who pays for programmes and who works in them, one row for each. A filter chooses"
        " programmes: all partners of each of them are listed."
    ),
    filter_class=ProgramFilter,
    marks=MARKS,
    examples=("status=ended",),
    columns=(
        *_PROGRAM,
        text("organisation", _("Organisation"), _("Its key on this site.")),
        text("organisation_name", _("Name of the organisation"), _("In the table's language.")),
        choice("role", _("Role"), _("Its part in the programme."), ProgramPartner.Role),
        number("grant", _("Grant"), _("Only where it is public.")),
        text("currency", _("Currency"), _("Three letters, of the grant.")),
        day("grant_date", _("Day of the agreement"), _("Empty where the day is not known.")),
        web("website", _("Website"), _("Of the organisation.")),
        text(
            "iati_identifier",
            _("IATI organisation identifier"),
            _("Empty where none is known."),
        ),
        text("disclaimer", _("Disclaimer"), _("The sentence that the funder asks for.")),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table for table in (VALUES, INDICATORS, PROGRAMS, AREAS, PARTNERS)
}
