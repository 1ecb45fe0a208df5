"""Publications and events of the demo content, number by number against their sources."""

import re
from datetime import date, time

import pytest

from home.demo.files import LANGUAGES, read
from home.demo.programs import value_key
from home.demo.publications import publication_rows, rename_recommendations
from portal.core.numerals import to_ascii_digits
from publications.models import PublicationPage, Recommendation
from publications.models.rows import PublicationOrganisation
from tests.factories import pages

ROWS = {row["slug"]: row for row in publication_rows()}
VALUES = {value_key(row): row for row in read("figures")["value"]}
FIGURE = re.compile(r"\{figure:([a-z0-9-]+)(?::(female|male|target|out_of))?\}")
PARTS = {"female": "female", "male": "male", "target": "target", "out_of": "of_total"}
NOTE_MARK = re.compile(r"\[\^(\d+)\]")
BANGLA = re.compile("[\u0980-\u09ff]")

# The seven papers that OKUP's annual report of 2019 describes: kind and month as printed there.
PAPERS_2019 = {
    "access-to-justice-report": ("research_report", 10),
    "access-to-justice-arbitration-brief": ("policy_brief", 10),
    "social-protection-brief": ("policy_brief", 4),
    "children-left-behind": ("research_report", 12),
    "fpar-women-migrants": ("research_report", None),
    "fair-recruitment-brief": ("policy_brief", 11),
    "economic-reintegration-research": ("research_report", None),
}
# Events: first and last day, or year and month where no day is printed.
EVENTS = {
    "consultation-access-to-justice-2019": (2019, None),
    "consultation-fair-recruitment-2019": (2019, 11),
    "consultation-left-behind-children-2019": (2019, 12),
    "observances-2019": (2019, None),
    "world-aids-day-2019": (date(2019, 12, 1), None),
    "international-migrants-day-2019": (date(2019, 12, 18), None),
    "enriching-migration-cycle-workshop": (date(2020, 2, 24), None),
    "bnsk-goals-training-nepal-2023": (date(2023, 9, 5), date(2023, 9, 8)),
    "bnsk-campaign-2023": (date(2023, 11, 25), date(2023, 12, 10)),
}
# Every number that is typed into a text, in either language. All others are embedded by address.
TYPED = {
    "annual-report-2019": {
        # Years; OKUP began in 2004.
        *(2004, 2018, 2019),
        # Shares without a label, and three that make 100 per cent.
        *(90, 81, 100),
        # Parts that do not make the printed totals: support, health, law, economy, airport.
        *(977, 39, 20, 5, 64, 73, 9),
        *(262, 154, 8, 2, 426, 38),
        134,
        *(13, 25),
        # Whose welfare money is printed: 6 people and 39 families.
        6,
    },
    "bnsk-annual-report-2023": {
        *(2010, 2022, 2023, 2024, 2026),
        # 1 February 2023 to 31 May 2026; 24 January 2024; 5 to 8 September; COVID 19.
        *(1, 31, 24, 5, 8, 19),
        # "to 7000 returnee migrant worker"; over 20 on-hand, over 100 off-hand.
        *(7000, 20, 100),
    },
    "referral-system-brief": {
        *(2013, 2016, 2018, 2020, 2021, 2025),
        # 28 months, 9 districts, 23 interviews, 30 welfare centres, 10 beds, 200,000 returnees.
        *(28, 9, 23, 30, 10, 200000),
    },
    # 24 February; closed "since 2012"; "78 Bangladeshis were detained".
    "enriching-migration-cycle-2020": {24, 2020, 2012, 78},
    # Lived experience of 110 women, documented in 2018; the act of 2013.
    "access-to-justice-report": {110, 2013, 2018, 2019},
    "access-to-justice-arbitration-brief": {110, 2018, 2019},
    # At least 2 per cent of annual remittances.
    "social-protection-brief": {2, 2019},
    # 400 households, 250 migrant and 150 others; 78 % admitted; 40 % of girls, 48 % of boys.
    "children-left-behind": {400, 250, 150, 78, 40, 48, 2019},
    "fpar-women-migrants": {2019},
    "fair-recruitment-brief": {2019},
    # 42 % unemployed, 23 % re-migrate; the project of 2021.
    "economic-reintegration-research": {42, 23, 2019, 2021},
    "consultation-access-to-justice-2019": {2019},
    "consultation-fair-recruitment-2019": {2019},
    "consultation-left-behind-children-2019": {2019},
    "world-aids-day-2019": {2019},
    "international-migrants-day-2019": {2019},
    "observances-2019": {2019},
    "enriching-migration-cycle-workshop": set(),
    "bnsk-goals-training-nepal-2023": set(),
    # Printed as 15 days; 25 November to 10 December are 16. 18 December in the same row.
    "bnsk-campaign-2023": {15, 16, 25, 10, 18, 2022, 2023},
}
# Who asked for how much at the workshop of 2020.
ASKED_IN_2020 = {"RMMRU": 6, "WARBE": 2, "OKUP": 6, "BASUG": 2}


def strings(value) -> list[str]:
    if isinstance(value, str):
        return [value]
    values = value.values() if isinstance(value, dict) else value
    return [text for each in values for text in strings(each)]


def texts(row: dict, language: str) -> list[str]:
    """Every text of a publication that readers see, in one language."""
    found = strings(row[language]) + [row.get("place", {}).get(language, "")]
    for name in ("body", "note", "recommendation"):
        found += [text for block in row.get(name, []) for text in strings(block[language])]
    for organisation in row["organisations"]:
        found += strings(organisation.get("disclaimer", {}).get(language, []))
    return found


def numbers(row: dict, language: str) -> set[int]:
    text = " ".join(NOTE_MARK.sub(" ", FIGURE.sub(" ", each)) for each in texts(row, language))
    found = re.findall(r"\d[\d,]*", to_ascii_digits(text))
    return {int(number.replace(",", "")) for number in found}


def asked(slug: str) -> list[dict]:
    return ROWS[slug].get("recommendation", [])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", ROWS)
def test_a_typed_number_is_one_that_the_source_prints(slug, language):
    assert numbers(ROWS[slug], language) == TYPED[slug]


@pytest.mark.parametrize("slug", ROWS)
def test_figures_that_are_embedded_are_there(slug):
    found = {language: set() for language in LANGUAGES}
    for language in LANGUAGES:
        for text in texts(ROWS[slug], language):
            found[language] |= set(FIGURE.findall(text))
            assert "{" not in FIGURE.sub("", text)
    assert found["bn"] == found["en"]
    for key, part in found["bn"]:
        assert key in VALUES
        assert not part or PARTS[part] in VALUES[key], (key, part)


@pytest.mark.parametrize("slug", ROWS)
def test_figures_stand_only_where_they_are_filled_in(slug):
    row = ROWS[slug]
    for language in LANGUAGES:
        plain = [text for name, text in row[language].items() if name != "key_findings"]
        plain += [note[language] for note in row.get("note", [])]
        plain += [each[language]["text"] for each in row.get("recommendation", [])]
        for block in row["body"]:
            if block["type"] in ("heading", "subheading"):
                plain.append(block[language])
            elif block["type"] == "table":
                plain += [block[language]["caption"], *block[language]["head"]]
        assert not any("{" in text for text in plain)


@pytest.mark.parametrize("slug", ROWS)
def test_summaries_hold_no_number_but_years(slug):
    for language in LANGUAGES:
        found = re.findall(r"\d+", to_ascii_digits(ROWS[slug][language]["summary"]))
        assert all(2000 <= int(number) <= 2030 for number in found)


@pytest.mark.parametrize("slug", ROWS)
def test_each_note_is_marked_once_and_in_order(slug):
    row = ROWS[slug]
    for language in LANGUAGES:
        marks = [
            int(mark)
            for block in row["body"]
            for text in strings(block[language])
            for mark in NOTE_MARK.findall(text)
        ]
        assert marks == list(range(1, len(row.get("note", [])) + 1))


@pytest.mark.parametrize("slug", ROWS)
def test_both_languages_have_the_same_shape(slug):
    for block in ROWS[slug]["body"]:
        bn, en = (block[language] for language in LANGUAGES)
        if block["type"] == "table":
            assert [len(row) for row in bn["rows"]] == [len(row) for row in en["rows"]]
            assert {len(row) for row in bn["rows"]} == {len(bn["head"])} == {len(en["head"])}
        elif isinstance(bn, list):
            assert len(bn) == len(en)
    assert not BANGLA.search("".join(strings(ROWS[slug]["en"])))


@pytest.mark.parametrize("slug", ROWS)
def test_each_text_begins_with_a_heading(slug):
    assert ROWS[slug]["body"][0]["type"] == "heading"


def test_the_seven_papers_of_2019():
    papers = {row["slug"]: row for row in read("publications_2019")["publication"]}
    assert {slug: (row["kind"], row.get("month")) for slug, row in papers.items()} == PAPERS_2019
    assert {row["year"] for row in papers.values()} == {2019}
    for row in papers.values():
        assert row["organisations"] == [{"organisation": "okup", "role": "author"}]
        # None of them is at hand, and each page says so.
        assert "We do not have the full" in " ".join(texts(row, "en"))
        assert "আমাদের হাতে নেই" in " ".join(texts(row, "bn"))


def test_events_are_dated_as_far_as_their_source_is():
    events = {row["slug"]: row for row in read("events")["publication"]}
    assert {row["kind"] for row in events.values()} == {"event"}
    assert {
        slug: (
            (row["start_date"], row.get("end_date"))
            if "start_date" in row
            else (row["year"], row.get("month"))
        )
        for slug, row in events.items()
    } == EVENTS


def test_the_workshop_and_its_report():
    event = ROWS["enriching-migration-cycle-workshop"]
    assert (event["start_time"], event["end_time"]) == (time(10, 30), time(13, 0))
    assert event["place"]["en"] == "BURO Bangladesh Conference Hall, Dhaka"
    assert event["report"] == "enriching-migration-cycle-2020"
    themes = next(block for block in ROWS[event["report"]]["body"] if block["type"] == "table")
    speakers = [row[1] for row in themes["en"]["rows"]]
    assert speakers == [
        "Prof. Chowdhury Abrar",
        "Syed Saiful Haque",
        "Shakirul Islam",
        "Dr. Mojibur Doftori",
    ]
    counted = [text["en"]["text"].partition(" asks: ")[0] for text in asked(event["report"])]
    assert {name: counted.count(name) for name in dict.fromkeys(counted)} == ASKED_IN_2020
    for each in asked(event["report"]):
        assert each["bn"]["text"].partition(" বলেছে: ")[1]


def test_the_table_of_support_adds_up_to_what_the_note_says():
    tables = [row for row in ROWS["annual-report-2019"]["body"] if row["type"] == "table"]
    [support] = [table for table in tables if table["en"]["caption"].startswith("How many got")]
    keys = [FIGURE.fullmatch(row[1]).group(1) for row in support["en"]["rows"]]
    assert sum(VALUES[key]["total"] for key in keys) == 977
    assert len(ROWS["annual-report-2019"]["related"]) == 9


def test_the_nine_projects_of_the_annual_report_make_its_total():
    tables = [row for row in ROWS["annual-report-2019"]["body"] if row["type"] == "table"]
    [projects] = [table for table in tables if "nine projects" in table["en"]["caption"]]
    cells = [row[-1] for row in projects["en"]["rows"]]
    keys = [found.group(1) for cell in cells if (found := FIGURE.fullmatch(cell))]
    assert (len(cells), len(keys)) == (9, 8)
    assert sum(VALUES[key]["total"] for key in keys) == VALUES["people-reached-2019"]["total"]


def test_recommendations_have_keys_that_last():
    every = [each for slug in ROWS for each in asked(slug)]
    keys = [each["key"] for each in every]
    assert len(keys) == len(set(keys))
    assert not any(re.search(r"-\d+$", key) for key in keys)
    topics = {row["key"] for row in read("topics")["topic"]}
    assert {each["topic"] for each in every} <= topics
    assert {each["addressee"] for each in every} <= set(Recommendation.Addressee.values)
    # Nothing in the sources shows what came of any of them.
    assert not any("evidence" in each for each in every)
    formerly = [each["formerly"] for each in every if "formerly" in each]
    assert len(formerly) == len(set(formerly)) == 22


def test_who_is_asked():
    by_key = {each["key"]: each["addressee"] for slug in ROWS for each in asked(slug)}
    # BMET is a bureau of the government.
    assert by_key["arbitration-that-gives-justice"] == "government"
    assert by_key["reform-of-arbitration"] == "government"
    assert by_key["banks-join-reintegration"] == "finance"
    assert by_key["more-funds-for-migrant-organisations"] == "donors"
    assert by_key["referral-guideline"] == "ministry"
    assert [each["addressee"] for each in asked("fair-recruitment-brief")] == ["government"] * 4


def test_funders_of_the_brief_disclaim_it():
    organisations = ROWS["referral-system-brief"]["organisations"]
    funders = {row["organisation"]: row for row in organisations if row["role"] == "funder"}
    assert funders.keys() == {"gfems", "norad"}
    for row in funders.values():
        assert "sole responsibility of OKUP" in row["disclaimer"]["en"]
        assert "do not necessarily reflect the views" in row["disclaimer"]["en"]
        assert "শুধু ওকাপের" in row["disclaimer"]["bn"]


def test_a_sister_organisation_s_report_says_whose_it_is():
    report = ROWS["bnsk-annual-report-2023"]
    assert report["organisations"] == [{"organisation": "bnsk", "role": "author"}]
    assert "not of OKUP" in report["en"]["summary"]
    assert "ওকাপের নয়" in report["bn"]["summary"]


def test_what_is_referred_to_is_there():
    organisations = {row["key"] for row in read("organisations")["organisation"]}
    topics = {row["key"] for row in read("topics")["topic"]}
    countries = {row["iso2"] for row in read("countries")["country"]}
    paths = {f"publications/{slug}" for slug in ROWS}
    paths |= {f"programs/{row['slug']}" for row in read("programs")["program"]}
    assert len(ROWS) == len(publication_rows())
    for slug, row in ROWS.items():
        assert {each["organisation"] for each in row["organisations"]} <= organisations
        roles = {each["role"] for each in row["organisations"]}
        assert roles <= set(PublicationOrganisation.Role.values)
        assert row["kind"] in PublicationPage.Kind.values
        assert set(row["topics"]) <= topics
        assert set(row.get("countries", [])) <= countries
        assert set(row["related"]) <= paths - {f"publications/{slug}"}
        assert row.get("report", slug) in ROWS


def test_nobody_who_was_helped_is_named():
    """The sources print names of people who were helped; no consent of theirs is on record."""
    people = ("Asmani", "Rahima", "Saiful Islam", "Sujana", "Suborna", "Hasan", "Rina")
    people += ("আসমানি", "রহিমা", "সাইফুল ইসলাম", "সুজানা", "সুবর্ণা", "হাসান", "রিনা")
    for row in ROWS.values():
        text = " ".join(text for language in LANGUAGES for text in texts(row, language))
        assert not any(name in text for name in people)


@pytest.mark.django_db
def test_a_recommendation_with_a_counted_key_keeps_its_record(bangla_home):
    """Sites that were filled before keys had words hold records that staff may have added to."""
    index = pages.PublicationIndexPageFactory(parent=bangla_home)
    brief = pages.PublicationPageFactory(parent=index, slug="referral-system-brief")
    texts = dict.fromkeys(("addressee_bn", "addressee_en", "text_bn", "text_en"), "কাল্পনিক")
    of_brief = {"publication": brief, "addressee": "ministry", **texts}
    counted = Recommendation.objects.create(key="referral-system-brief-3", **of_brief)
    of_staff = Recommendation.objects.create(key="added-by-staff-3", **of_brief)
    rename_recommendations()
    assert Recommendation.objects.get(key="referral-guideline").pk == counted.pk
    assert Recommendation.objects.get(key="added-by-staff-3").pk == of_staff.pk
    assert Recommendation.objects.count() == 2


@pytest.mark.django_db
def test_the_home_page_shows_publications_and_no_events(client, bangla_home):
    index = pages.PublicationIndexPageFactory(parent=bangla_home)
    for slug, kind in (("paper", "policy_brief"), ("meeting", "event")):
        pages.PublicationPageFactory(parent=index, slug=slug, kind=kind)
    home = client.get("/").content.decode()
    assert 'href="/publications/paper/"' in home
    assert 'href="/publications/meeting/"' not in home
