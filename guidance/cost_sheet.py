"""The cost set against the wage: how many months of work go on the cost alone.

A plain sum that a reader can follow, in taka: costs added up, divided by what is left of a month's
pay. Nothing is stored, and nothing is said about whether the job exists.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.inputs import clean_digits

# Nobody pays more than a thousand crore; what is larger is a slip of the finger.
LARGEST = Decimal(10) ** 10
LONGEST_CONTRACT = 240


class AmountField(forms.DecimalField):
    """A sum of money as people type it: Bangla digits, grouping commas, a taka sign."""

    default_error_messages = {
        "invalid": _("Write the sum in digits, such as 50000."),
        "min_value": _("The sum cannot be less than zero."),
        "max_value": _("This sum is too large. Please look at it again."),
        "max_digits": _("This sum is too large. Please look at it again."),
        "max_whole_digits": _("This sum is too large. Please look at it again."),
        "max_decimal_places": _("Write the sum in digits, such as 50000."),
        "required": _("Write this sum. If you do not know it, ask before you pay."),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_value", LARGEST)
        super().__init__(max_digits=14, decimal_places=4, **kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value):
        """Return a Decimal, or None for nothing."""
        text = clean_digits(str(value or ""))
        for noise in (",", " ", "৳", "/-", "টাকা"):
            text = text.replace(noise, "")
        return super().to_python(text)


class MonthsField(AmountField):
    """A number of months."""

    default_error_messages = {
        "invalid": _("Write the number of months in digits, such as 24."),
        "max_value": _("This is too many months. Please look at it again."),
    }

    def __init__(self, **kwargs):
        super().__init__(min_value=1, max_value=LONGEST_CONTRACT, **kwargs)


class CostSheetForm(forms.Form):
    """What going costs, what a month brings, and how long the contract runs. All in taka."""

    COSTS = ("agency", "papers", "travel", "other")

    agency = AmountField(label=_("For the agency or broker, in all"))
    papers = AmountField(label=_("Passport, medical test, training, other papers"), required=False)
    travel = AmountField(label=_("Ticket and travel"), required=False)
    other = AmountField(label=_("Anything else"), required=False)
    wage = AmountField(label=_("Pay in a month"))
    rate = AmountField(
        label=_("If the pay is in foreign money: how many taka is one?"), required=False
    )
    living = AmountField(label=_("Your own rent, food and phone there in a month"), required=False)
    interest = AmountField(label=_("Interest on a loan in a month"), required=False)
    contract = MonthsField(label=_("How many months does the contract run?"), required=False)
    at_home = AmountField(
        label=_("At home, what could be left of a month's earnings?"), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs["maxlength"] = 24
            if self.is_bound and name in self.errors:
                field.widget.attrs |= {
                    "aria-invalid": "true",
                    "aria-describedby": f"id_{name}_error",
                }

    def clean_rate(self):
        """Refuse a rate of nothing."""
        rate = self.cleaned_data["rate"]
        if rate is not None and not rate:
            raise forms.ValidationError(_("One unit of foreign money is worth more than zero."))
        return rate


@dataclass(frozen=True)
class CostSheet:
    """The answer. Sums are in taka; `months` is None when the cost is never earned back.

    `months_left` and `gain` are None while the length of the contract is not known; `gain` is
    what a whole contract leaves after all costs, `gain_at_home` what is left at home meanwhile.
    """

    total: Decimal
    saving: Decimal
    months: int | None
    months_left: int | None
    gain: Decimal | None
    gain_at_home: Decimal | None

    @property
    def loses(self) -> bool:
        """Whether the whole contract does not bring the cost back."""
        return self.months is None or (self.gain is not None and self.gain < 0)

    @property
    def home_is_better(self) -> bool:
        """Whether staying brings at least as much in the same time."""
        known = self.gain is not None and self.gain_at_home is not None
        return known and self.gain_at_home >= self.gain


def work_out(answers: dict) -> CostSheet:
    """Return the sheet for a form's cleaned answers; what was left empty counts as nothing."""
    total = sum((answers[name] or Decimal(0) for name in CostSheetForm.COSTS), Decimal(0))
    pay = answers["wage"] * (answers["rate"] or 1)
    saving = pay - (answers["living"] or 0) - (answers["interest"] or 0)
    months = None
    if saving > 0:
        months = int((total / saving).to_integral_value(ROUND_CEILING))
    contract, at_home = answers["contract"], answers["at_home"]
    gain = saving * contract - total if contract else None
    return CostSheet(
        total=_whole(total),
        saving=_whole(saving),
        months=months,
        months_left=int(contract) - months if contract and months is not None else None,
        gain=_whole(gain) if gain is not None else None,
        gain_at_home=_whole(at_home * contract) if at_home is not None and contract else None,
    )


def _whole(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1))
