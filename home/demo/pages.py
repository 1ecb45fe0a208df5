"""The home page and the pages that stand by themselves."""

from directory.models import DirectoryIndexPage
from home.demo.content import Child, Content, Reference, both
from home.demo.files import LANGUAGES, read
from home.demo.streams import body, html_list, rich_text
from home.models import AboutPage, ContactPage, HomePage, StandardPage

HOME_KEY = "page/"
FEATURED_GUIDES = (
    "preparing/visa-and-contract",
    "preparing/licensed-agency",
    "returned/complaint-and-arbitration",
)
HOME_TEXTS = (
    "title",
    "hero",
    "lead",
    "danger_title",
    "danger_note",
    "search_hint",
    "know_now_title",
    "figures_title",
    "publications_title",
)
ABOUT_TEXTS = ("mission", "vision", "principles", "stages_note", "where_intro")


def page_texts(table: dict, *names: str) -> tuple[dict, dict]:
    """Return title, summary and further texts of a page in both languages.

    The summary also describes the page to search engines.
    """
    bn, en = both(table, "title", "summary", *names)
    for texts in (bn, en):
        texts["search_description"] = texts["summary"]
    return bn, en


def home() -> list[Content]:
    """The home page, with the guides to know now. They are stored before it."""
    bn, en = both(read("pages")["home"], *HOME_TEXTS)
    for texts in (bn, en):
        texts["search_description"] = texts["lead"]
    guides = [{"guide_id": Reference(f"page/guidance/{path}/")} for path in FEATURED_GUIDES]
    return [
        Content(
            model=HomePage,
            key=HOME_KEY,
            natural=(),
            bn=bn,
            en=en,
            children={"featured_guides": [Child(bn=row, en=row) for row in guides]},
        )
    ]


def directory() -> list[Content]:
    """The list of offices and organisations."""
    return [_page(DirectoryIndexPage, "directory", read("pages")["directory"])]


def contact() -> list[Content]:
    """How to reach the organisation."""
    table = read("pages")["contact"]
    introduction = {"type": "paragraph"} | {
        language: table[language]["intro"] for language in LANGUAGES
    }
    return [_page(ContactPage, "contact", table | {"body": [introduction]})]


def standard_pages() -> list[Content]:
    """Services, privacy and accessibility."""
    pages = read("pages")
    return [
        _page(StandardPage, pages["standard"]["slug"], pages["standard"]),
        _page(StandardPage, "privacy", pages["privacy"]),
        _page(StandardPage, "accessibility", pages["accessibility"]),
    ]


def _page(model, slug: str, table: dict) -> Content:
    key = f"page/{slug}/"
    bn, en = page_texts(table)
    for language, texts in zip(LANGUAGES, (bn, en), strict=True):
        texts["slug"] = slug
        if "body" in table:
            texts["body"] = body(key, table["body"], language)
    return Content(model=model, key=key, bn=bn, en=en)


def about() -> list[Content]:
    """Who the organisation is. Its editors' note stands in both languages on both pages."""
    table = read("pages")["about"]
    bn, en = page_texts(table, *ABOUT_TEXTS)
    note = "\n\n".join(table[language]["editor_note"] for language in LANGUAGES)
    for language, texts in zip(LANGUAGES, (bn, en), strict=True):
        texts["slug"] = "about"
        texts["editor_note"] = note
        texts["objectives"] = html_list("ol", table[language]["objectives"])
        texts["services"] = "".join(
            f"<h3>{rich_text(service[language]['title'])}</h3>"
            + html_list("ul", service[language]["items"])
            for service in table["service"]
        )
    return [_about(bn, en, table)]


def _about(bn: dict, en: dict, table: dict) -> Content:
    return Content(
        model=AboutPage,
        key="page/about/",
        bn=bn,
        en=en,
        children={
            "people": [
                Child(
                    key=f"people/{person['name_en']}",
                    **{
                        language: {
                            "name": person[f"name_{language}"],
                            "role": person[f"role_{language}"],
                        }
                        for language in LANGUAGES
                    },
                )
                for person in table["people"]
            ],
            "areas": [
                Child(
                    key=f"areas/{area['en']}",
                    **{
                        language: {"name": area[language], "detail": area[f"detail_{language}"]}
                        for language in LANGUAGES
                    },
                )
                for area in table["areas"]
            ],
            "partners": [
                Child(bn=row, en=row)
                for row in (
                    {"organisation_id": Reference(f"organisation/{key}")}
                    for key in _partners_of_programs()
                )
            ],
        },
    )


def _partners_of_programs() -> list[str]:
    """Those who stand beside the organisation itself; the donors of others are not its own."""
    keys = [
        partner["organisation"]
        for program in read("programs")["program"]
        if program["role"] != "partner-data"
        for partner in program["partners"]
    ]
    return [key for key in dict.fromkeys(keys) if key != "okup"]
