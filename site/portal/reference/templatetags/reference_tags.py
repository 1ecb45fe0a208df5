"""Emergency numbers and measured values for templates."""

from django import template
from django.utils import translation
from django.utils.safestring import mark_safe

from portal.core.numerals import format_number
from portal.reference.last_good import emergency_places
from portal.reference.shown_texts import shown
from portal.reference.values import display_value

register = template.Library()


@register.inclusion_tag("reference/emergency_numbers.html")
def emergency_numbers(heading_level: int = 2):
    """The numbers to call, by place. Asks no database."""
    places = emergency_places(translation.get_language() or "bn")
    return {"bd": places["bd"], "abroad": places["abroad"], "level": heading_level}


@register.inclusion_tag("reference/emergency_line.html")
def emergency_line():
    """The same numbers in one short line, for the foot of a page. Asks no database."""
    places = emergency_places(translation.get_language() or "bn")
    return {"lines": [*places["abroad"].lines, *places["bd"].lines]}


# The child helpline's number, by which it is found among the emergency numbers.
CHILD_HELPLINE = "1098"


@register.inclusion_tag("reference/child_line.html")
def child_line():
    """The line for children, where a child asks. Asks no database; empty while it is unknown."""
    lines = emergency_places(translation.get_language() or "bn")["bd"].lines
    return {"lines": [line for line in lines if line.dial == CHILD_HELPLINE]}


@register.filter
def taka(amount) -> str:
    """A sum in taka as readers write it: ৫০,০০০ টাকা, Tk 50,000. Below zero with a minus sign."""
    language = translation.get_language() or "bn"
    shown = display_value(f"{abs(amount):f}", "BDT", "fee", language)
    return f"−{shown}" if amount < 0 else shown


@register.filter
def in_unit(amount, unit: str) -> str:
    """A measured value as readers write it: ১২,০০০ টাকা, 57 per cent. Empty for nothing.

    Units that only say what was counted (people, cases) add no word: the indicator's name does.
    """
    if amount is None:
        return ""
    shown_unit = {"bdt": "BDT", "percent": "percent"}.get(unit, "")
    language = translation.get_language() or "bn"
    return display_value(f"{amount.normalize():f}", shown_unit, "figure", language)


@register.filter
def money(amount, currency: str) -> str:
    """A sum as readers write it: ৫০,০০০ টাকা, Tk 50,000; other currencies by their letters."""
    if currency == "BDT":
        return taka(amount)
    number = format_number(amount.normalize(), translation.get_language() or "bn")
    return f"{currency} {number}"


@register.tag
def showtexts(parser, token):
    """`{% showtexts page %} … {% endshowtexts %}`: fill in facts and explain words inside.

    The facts and words that were shown are kept for `{% shown_notes %}`, which lists them.
    """
    _name, variable = token.split_contents()
    nodes = parser.parse(("endshowtexts",))
    parser.delete_first_token()
    return ShowTextsNode(parser.compile_filter(variable), nodes)


class ShowTextsNode(template.Node):
    """Renders what is inside, then shows it as readers see it."""

    def __init__(self, page, nodelist):
        self.page = page
        self.nodelist = nodelist

    def render(self, context):
        """Return the finished HTML."""
        page = self.page.resolve(context)
        facts = context.get("facts") or []
        known = {fact.key: fact for fact in facts if fact.locale_id == page.locale_id}
        result = shown(self.nodelist.render(context), page.locale, known)
        # The outermost context, so that what follows the tag can read it.
        context.dicts[0]["shown_texts"] = result
        return mark_safe(result.html)


@register.inclusion_tag("reference/facts_and_words.html", takes_context=True)
def shown_notes(context):
    """The sources of the facts and the meanings of the words that the text above has shown."""
    result = context.get("shown_texts")
    if result is None:
        return {}
    return {"facts": result.facts, "words": result.words, "page": context.get("page")}
