"""Fields whose text may speak of dated facts, beside FactTextField for plain text."""

from wagtail.fields import RichTextField

from portal.reference.fact_tokens import check_facts, fact_references


class FactRichTextField(RichTextField):
    """Rich text that may hold tokens of dated facts. Held-back and unknown ones are refused."""

    default_validators = [check_facts]

    def deconstruct(self):
        """Migrations know it as rich text: the difference is in the checks alone."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.fields.RichTextField", args, kwargs

    def extract_references(self, value):
        """Yield what the text links to, and the facts that it speaks of."""
        yield from super().extract_references(value)
        yield from fact_references(value, "")
