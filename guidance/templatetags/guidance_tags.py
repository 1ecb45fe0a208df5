"""What templates of guidance need beside the page itself."""

from django import template
from django.template.loader import render_to_string

from guidance.recordings import part_recordings

register = template.Library()


@register.simple_tag(takes_context=True)
def part_recording(context, part: str):
    """The player of a part's recording, or nothing where there is none.

    The first call on a page reads the recordings of all its parts: one query.
    """
    page = context["page"]
    # The outermost context, so that every part of the page finds them.
    kept = context.dicts[0]
    if "part_recordings" not in kept:
        kept["part_recordings"] = part_recordings(page)
    recording = kept["part_recordings"].get(part)
    if recording is None:
        return ""
    shown = {"page": page, "recording": recording}
    return render_to_string("guidance/partials/listen.html", shown)


@register.inclusion_tag("guidance/partials/translation_age.html", takes_context=True)
def translation_age(context):
    """An honest line where this language's text is older than the other one's. No query.

    Pages that only repeat the other language's words have no text of their own to be older.
    """
    page, versions = context["page"], context.get("language_versions", [])
    if page.is_shown_in_other_language:
        return {}
    own = page.locale.language_code
    here = next((version for version in versions if version.language == own), None)
    other = next((version for version in versions if version.language != own), None)
    if here is None or other is None or here.behind_since is None:
        return {}
    return {"language": own, "since": here.behind_since, "other_url": other.url}
