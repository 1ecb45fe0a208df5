"""The figures of the demo content, number by number against what the reports print."""

import json
import re

import pytest
from django.conf import settings

from home.demo import reference
from home.demo.files import LANGUAGES, read
from home.demo.loading import Loader
from home.demo.pages import about
from home.demo.programs import indicators, value_key, values
from home.demo.publications import publication_rows
from programs.models import Indicator
from tests.factories import pages

FIGURE = re.compile(r"\{figure:([a-z0-9-]+)(?::(female|male|target|out_of))?\}")
# What a part of a token is called in the file.
PARTS = {"female": "female", "male": "male", "target": "target", "out_of": "of_total"}

# BNSK, Annual Report 2023, project 1: (activity, target, achievement, male, female, total), as
# the table prints it. An empty cell is None.
NARAIL = "bnsk-reintegration-narail"
NARAIL_TABLE = [
    ("village-awareness", 10, 10, 8, 316, 324),
    ("migrants-day-campaign", 1, 1, 8, 32, 40),
    ("forum-planning-meetings", 1, 1, 4, 13, 17),
    ("misc-information", 80, 406, None, 406, 406),
    ("courtyard-meetings", 8, 8, 44, 141, 185),
    ("linkage-training", 84, 48, None, 48, 48),
    ("bank-meetings", 1, 1, 10, 14, 24),
    ("psychosocial-counselling", 418, 418, None, 418, 418),
    ("economic-reintegration-women", 340, 119, None, 119, 119),
    ("legal-aid-dialogues", 1, 1, 9, 8, 17),
    ("leaders-workshops", 2, 3, 117, 76, 193),
    ("gender-workshops", 1, 1, 24, 5, 29),
    ("inception-workshops", 1, 3, 103, 35, 138),
    ("returnee-skill-training", 80, 92, None, 92, 92),
]
# The same report, project 3: (activity, target, male, female, total).
RAISE_TABLE = [
    ("raise-screened", 22000, 9079, 1146, 10225),
    ("raise-registered", None, 6652, 1147, 7799),
    ("raise-counselled", None, 2009, 595, 2604),
    ("raise-referred", None, 1611, 459, 2070),
]
# Projects 2, 4 and 5 of the same report: (indicator, female, total, out of).
OTHERS_OF_BNSK = {
    "bnsk-remaker": [
        ("courtyard-meetings", None, 30, None),
        ("community-reached", None, 1200, None),
        ("returnee-women-identified", 60, 60, None),
        ("returnee-women-profiled", 30, 30, 60),
        ("business-start-support", 12, 12, 30),
    ],
    "bnsk-goals-training": [
        ("regional-training-staff", None, 3, None),
        ("regional-training-returnees", 2, 2, None),
    ],
    "bnsk-crisis-support": [
        ("crisis-workers", None, 976, None),
        ("trafficked-people", None, 85, None),
        ("women-referred-counselled", 2581, 2581, None),
        ("women-reintegrated", 58, 58, None),
        ("women-in-jobs", 28, 28, 58),
        ("women-in-business", 30, 30, 58),
    ],
}
# OKUP, Annual Report 2019: people under each project. The ninth had only just begun.
REACHED_2019 = {
    "women-girls-access-to-justice": 66016,
    "health-hiv-kanaighat": 28643,
    "social-economic-development-sed": 55260,
    "labour-trafficking-survivors": 707,
    "power": 1560,
    "safe-migration-hiv-care": 698,
    "panii-jibon-2": 51151,
    "htppr-teknaf": 20618,
}
# The same report: value's key without "-2019" -> (total, women, men, out of).
RESULTS_2019 = {
    "people-reached": (224653, None, None, None),
    "awareness": (191523, None, None, None),
    "pre-departure-services": (22825, None, None, None),
    "empowerment-support": (9418, None, None, None),
    "migration-information": (214348, None, None, None),
    "return-support": (887, 704, 183, None),
    "trained-before-decision": (2661, None, None, None),
    "trained-informed-decision": (64, None, None, None),
    "trained-in-process": (22, None, None, None),
    "trained-then-left": (372, None, None, 2661),
    "left-documents-kept": (94, None, None, None),
    "left-visa-checked": (65, None, None, None),
    "health-support": (73, 49, 24, None),
    "health-recovered": (39, None, None, 73),
    "health-in-treatment": (20, None, None, 73),
    "health-died": (5, None, None, 73),
    "health-claim-help": (9, 9, 0, None),
    "legal-support": (426, None, None, None),
    "rights-cases-documented": (262, None, None, None),
    "arbitration-filed": (154, None, None, None),
    "arbitration-resolved": (52, None, None, None),
    "arbitration-resolved-same-year": (38, None, None, 154),
    "arbitration-resolved-earlier": (14, None, None, None),
    "arbitration-compensation": (952500, None, None, None),
    "court-filed": (8, None, None, None),
    "court-resolved": (2, None, None, None),
    "welfare-support": (131, 79, 52, None),
    "welfare-positive-change": (96, None, None, None),
    "welfare-health-applications": (9, None, None, None),
    "welfare-health-granted": (6, 3, 3, 9),
    "welfare-health-amount": (600000, None, None, None),
    "death-claims-families": (39, None, None, None),
    "death-claims-amount": (6755000, None, None, None),
    "shelter-home": (175, 106, 69, None),
    "airport-pickup": (38, 13, 25, None),
    "airport-injured": (8, None, None, 38),
    "airport-deceased": (30, None, None, 38),
    "airport-could-not-pay": (97, None, None, None),
    "airport-sell-land": (3, None, None, None),
    "economic-support": (134, None, None, None),
    "garment-training": (60, 60, 0, None),
    "garment-money-support-social-economic-development-sed": (30, 30, 0, None),
    "garment-monthly-income": (6000, None, None, None),
    "garment-better-paid": (5, 5, 0, None),
    "garment-unable": (5, 5, 0, None),
    "job-help": (50, 50, 0, None),
    "trafficking-survivors-economic": (51, None, None, None),
    "trafficking-survivors-sustained": (40, None, None, 51),
    "life-skill": (2028, 1184, 844, None),
    "anti-trafficking-trainings": (75, None, None, None),
    "spouses-saving": (49, None, None, None),
    "spouses-investing": (24, None, None, None),
    "forum-groups": (44, None, None, None),
    "forum-members": (1115, 530, 585, None),
    "forum-monthly-meetings": (562, None, None, None),
    "forum-quarterly-meetings": (16, None, None, None),
    "forum-better-knowledge": (446, None, None, 1115),
    "forum-spread-information": (90, None, None, None),
    "forum-ctc-members": (89, None, None, 1115),
    "climate-information": (16635, 5640, 10995, None),
    "climate-youth": (8530, None, None, 16635),
    "climate-vocational": (59, None, None, None),
    "climate-students": (1674, 974, 700, None),
    "climate-new-livelihood": (199, None, None, None),
    "climate-spouses-bank": (166, None, None, None),
    "climate-spouses-business": (170, None, None, None),
    "child-club-better-care": (60, None, None, None),
    "guardians-more-guidance": (40, None, None, None),
    "hiv-counselling": (3844, 3419, 425, None),
}
# OKUP's project page, December 2022 to December 2023: indicator -> (total, women, men).
MANIKGANJ = {
    "door-to-door": (5625, 3764, 1859),
    "basic-counselling": (76, None, None),
    "health-support": (29, None, None),
    "shelter-home": (33, None, None),
    "airport-pickup": (7, 7, 0),
    "legal-support": (6, None, None),
    "union-orientations": (120, None, None),
}
# Values whose parts the source prints so that they do not make the total.
DO_NOT_ADD_UP = {"door-to-door-reintegration-manikganj-2023"}

INDICATORS = {row["key"]: row for row in read("figures")["indicator"]}
VALUES = {value_key(row): row for row in read("figures")["value"]}
PROGRAMS = {row["slug"]: row for row in read("programs")["program"]}


def of_project(slug: str) -> dict[str, dict]:
    """The values of a project by indicator."""
    return {row["indicator"]: row for row in VALUES.values() if row.get("project") == slug}


def numbers(row: dict, *names: str) -> tuple:
    return tuple(row.get(name) for name in names)


def rebuilt(slug: str) -> list[tuple]:
    """A project's table as BNSK prints it: events and the people at them in one row."""
    values = of_project(slug)
    people_at = {
        indicator["participants_of"]: key
        for key, indicator in INDICATORS.items()
        if "participants_of" in indicator
    }
    table = []
    for key, indicator in INDICATORS.items():
        if key in values and "participants_of" not in indicator:
            value = values[key]
            people = values[people_at[key]] if indicator["unit"] == "events" else value
            table.append(
                (key, *numbers(value, "target", "total"), *numbers(people, "male", "female"))
                + (people["total"],)
            )
    return table


def test_the_table_of_bnsk_can_be_rebuilt():
    assert rebuilt(NARAIL) == NARAIL_TABLE
    for row in of_project(NARAIL).values():
        assert (str(row["period_start"]), str(row["period_end"])) == ("2022-12-01", "2023-12-31")
        assert row["district"] == "Narail"
    # The project's own period begins later than the table counts.
    assert str(PROGRAMS[NARAIL]["start"]) == "2023-02-01"


@pytest.mark.django_db
def test_the_table_of_bnsk_is_rebuilt_from_the_database(bangla_home, english):
    index = pages.ProgramIndexPageFactory(parent=bangla_home)
    loader = Loader(overwrite=False, report=lambda name, count: None)
    for slug in PROGRAMS:
        program = pages.ProgramPageFactory(parent=index, slug=slug)
        loader.keys[f"page/programs/{slug}/", "bn"] = program.pk
    for row in publication_rows():
        loader.keys[f"page/publications/{row['slug']}/", "bn"] = index.pk
    loader.snippets("Topics", reference.topics())
    loader.rows("Indicators", indicators())
    loader.rows("Indicator values", values())
    table = []
    for indicator in Indicator.objects.filter(
        values__program__slug=NARAIL, participants_of=None
    ).order_by("sort_order"):
        value = indicator.values.get(program__slug=NARAIL)
        people = value
        if indicator.unit == Indicator.Unit.EVENTS:
            people = indicator.participants.values.get(program__slug=NARAIL)
        assert people.parts_add_up
        table.append(
            (indicator.key, value.target, value.total, people.male, people.female, people.total)
        )
    assert table == NARAIL_TABLE


def test_the_rows_of_raise():
    values = of_project("raise")
    assert [
        (key, *numbers(row, "target", "male", "female", "total")) for key, row in values.items()
    ] == RAISE_TABLE


@pytest.mark.parametrize("slug", OTHERS_OF_BNSK)
def test_the_other_projects_of_bnsk(slug):
    assert {
        (key, *numbers(row, "female", "total", "of_total"))
        for key, row in of_project(slug).items()
    } == set(OTHERS_OF_BNSK[slug])


def test_the_nine_projects_of_2019_make_the_printed_sum():
    reached = {
        row["project"]: row["total"]
        for row in VALUES.values()
        if row["indicator"] == "people-reached" and "project" in row
    }
    assert reached == REACHED_2019
    assert sum(reached.values()) == VALUES["people-reached-2019"]["total"] == 224653


def test_the_results_of_2019():
    of_2019 = {
        key.removesuffix("-2019"): numbers(row, "total", "female", "male", "of_total")
        for key, row in VALUES.items()
        if row["period_end"].year == 2019
        and not (row["indicator"] == "people-reached" and "project" in row)
    }
    assert of_2019 == RESULTS_2019
    # Computed, and said to be: 154 in 2019 were 99 more than the year before.
    before = VALUES["arbitration-filed-2018"]
    assert before["total"] == 154 - 99
    assert "Computed" in before["note"]["en"] and "হিসাব করে" in before["note"]["bn"]


def test_youth_are_an_age_band_of_the_people_informed():
    youth = VALUES["climate-youth-2019"]
    assert (youth["indicator"], youth["age_band"]) == ("climate-information", "youth")


def test_the_project_in_manikganj_and_the_consortium():
    assert {
        key: numbers(row, "total", "female", "male")
        for key, row in of_project("reintegration-manikganj").items()
    } == MANIKGANJ
    records = of_project("recovery-reintegration-consortium")
    assert {key: row["total"] for key, row in records.items()} == {"returnee-records": 900}


@pytest.mark.parametrize("key", VALUES)
def test_parts_add_up_or_both_languages_say_why_not(key):
    row = VALUES[key]
    if "female" in row and "male" in row:
        adds_up = row["female"] + row["male"] + row.get("other", 0) == row["total"]
        assert adds_up is (key not in DO_NOT_ADD_UP)
    elif "female" in row or "male" in row:
        adds_up = False
    else:
        return
    assert adds_up or all(row["note"][language] for language in LANGUAGES)


@pytest.mark.parametrize("key", VALUES)
def test_a_value_fits_its_indicator(key):
    row = VALUES[key]
    indicator = INDICATORS[row["indicator"]]
    assert not ("female" in row or "male" in row) or indicator["by_sex"]
    assert "age_band" not in row or indicator["by_age"]
    assert row["total"] <= row.get("of_total", row["total"])
    assert len(key) <= 120
    for language in LANGUAGES:
        assert row["source"][language]


def test_keys_stand_for_one_value():
    assert len(VALUES) == len(read("figures")["value"])
    assert len(INDICATORS) == len(read("figures")["indicator"])


def test_people_at_events_follow_the_events():
    """The loader refers to what is stored already."""
    seen = set()
    for key, indicator in INDICATORS.items():
        counts = indicator.get("participants_of")
        assert counts is None or (counts in seen and INDICATORS[counts]["unit"] == "events")
        seen.add(key)


def test_texts_embed_parts_that_are_there():
    for program in PROGRAMS.values():
        texts = [row[language] for row in program["results"] for language in LANGUAGES]
        for block in program["body"]:
            for language in LANGUAGES:
                text = block[language]
                texts += text if isinstance(text, list) else [text]
        for text in texts:
            for key, part in FIGURE.findall(text):
                assert not part or PARTS[part] in VALUES[key], (key, part)
                assert key in VALUES
            assert "figure:" not in FIGURE.sub("", text)


def test_both_languages_embed_the_same_figures():
    for program in PROGRAMS.values():
        for row in (*program["results"], *program["body"]):
            bn, en = (
                sorted(set(FIGURE.findall(json.dumps(row[language])))) for language in LANGUAGES
            )
            assert bn == en, (program["slug"], bn, en)


def test_titles_and_summaries_hold_no_figure():
    for program in PROGRAMS.values():
        for language in LANGUAGES:
            assert "{" not in "".join(program[language].values())
        assert not any("{" in row["bn"] for row in program["body"] if row["type"] == "heading")


def test_places_are_places_of_the_map():
    file = settings.ROOT / "site/portal/reference/data/geography.json"
    geography = json.loads(file.read_text())
    districts = {row["en"]: row["code"] for row in geography["districts"]}
    upazilas = {(row["en"], row["parent"]) for row in geography["upazilas"]}
    for program in PROGRAMS.values():
        for area in program["areas"]:
            wants = {"district": {"district"}, "upazila": {"district", "upazila"}}
            named = area.keys() - {"bn", "en", "kind"}
            assert named == wants.get(area["kind"], {"district", "upazila"} & named)
            if "upazila" in area:
                assert (area["upazila"], districts[area["district"]]) in upazilas
            elif "district" in area:
                assert area["district"] in districts
    assert {row["district"] for row in VALUES.values() if "district" in row} <= districts.keys()


def test_what_is_referred_to_is_there():
    organisations = {row["key"] for row in read("organisations")["organisation"]}
    publications = {row["slug"] for row in publication_rows()}
    for program in PROGRAMS.values():
        assert {partner["organisation"] for partner in program["partners"]} <= organisations
        assert set(program.get("publications", [])) <= publications
        assert all(row["en"] and row["bn"] for row in program["results"])
    for row in VALUES.values():
        assert row.get("project") is None or row["project"] in PROGRAMS
        assert row.get("document") is None or row["document"] in publications


def test_donors_of_a_sister_organisation_are_not_our_partners():
    partners = {row.bn["organisation_id"].key for row in about()[0].children["partners"]}
    assert {"organisation/cafod", "organisation/bnsk", "organisation/iom"} <= partners
    assert not {"organisation/sdc", "organisation/mjf", "organisation/sartuc"} & partners
