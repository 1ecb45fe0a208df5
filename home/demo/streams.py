"""Turns the bodies of the content files into stream field values, in one language each."""

from html import escape

from home.demo.content import Reference, stable_uuid

PARAGRAPHS = {"paragraph", "warning", "tip"}
LISTS = {"bullets": "ul", "steps": "ol"}
HEADINGS = {"heading", "subheading"}


def rich_text(text: str) -> str:
    """Return a line of a content file as HTML. The only tag it may hold is `<b>`."""
    html = escape(text.strip(), quote=False)
    return html.replace("&lt;b&gt;", "<b>").replace("&lt;/b&gt;", "</b>")


def paragraphs(texts: list[str]) -> str:
    """Return texts as HTML paragraphs."""
    return "".join(f"<p>{rich_text(text)}</p>" for text in texts)


def html_list(tag: str, items: list[str]) -> str:
    """Return items as an HTML list, `ul` or `ol`."""
    return f"<{tag}>" + "".join(f"<li>{rich_text(item)}</li>" for item in items) + f"</{tag}>"


def stream(owner: str, name: str, blocks: list[tuple[str, object]]) -> list[dict]:
    """Return a raw stream value. `owner` is the key of the page or snippet, `name` the field."""
    return [
        {"type": kind, "value": value, "id": str(stable_uuid(owner, name, place))}
        for place, (kind, value) in enumerate(blocks)
    ]


def body(owner: str, blocks: list[dict], language: str, name: str = "body") -> list[dict]:
    """Return the raw stream value of a body in a language.

    Raises ValueError for a kind of block that the format does not know.
    """
    return stream(
        owner,
        name,
        [_block(f"{owner}/{name}/{place}", block, language) for place, block in enumerate(blocks)],
    )


def _block(owner: str, block: dict, language: str) -> tuple[str, object]:
    kind = block["type"]
    if kind == "fact":
        return kind, Reference(f"fact/{block['key']}", translated=True)
    text = block[language]
    if kind in HEADINGS:
        return kind, text.strip()
    if kind in PARAGRAPHS:
        return kind, paragraphs(text)
    if kind in LISTS:
        return "paragraph", html_list(LISTS[kind], text)
    if kind == "checklist":
        return kind, {"items": _items(owner, [item.strip() for item in text])}
    if kind == "table":
        rows = [_items(f"{owner}/rows/{place}", row) for place, row in enumerate(text["rows"])]
        return kind, {
            "caption": text["caption"],
            "head": _items(f"{owner}/head", text["head"]),
            "rows": _items(f"{owner}/rows", rows),
        }
    raise ValueError(f"{owner}: unknown kind of block {kind!r}")


def _items(owner: str, values: list) -> list[dict]:
    """The raw value of a list block."""
    return [
        {"type": "item", "value": value, "id": str(stable_uuid(owner, place))}
        for place, value in enumerate(values)
    ]
