"""Numbers as machines read them."""

from decimal import Decimal


def plain_number(value: int | Decimal) -> str:
    """Return a number with ASCII digits, a point, and no zeros behind it that say nothing."""
    written = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return written.rstrip("0").rstrip(".") if "." in written else written
