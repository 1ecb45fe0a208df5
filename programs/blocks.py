"""What a programme wants and does, in the terms of a results framework."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.reference.blocks import FactItemBlock


class ResultsBlock(blocks.StreamBlock):
    """Objectives → outcomes → outputs, then activities and takeaways, each in one sentence.

    An outcome belongs to the objective above it, an output to the outcome above it.
    """

    objective = FactItemBlock(label=_("Objective"), icon="pick", max_length=400)
    outcome = FactItemBlock(label=_("Outcome"), icon="success", max_length=400)
    output = FactItemBlock(label=_("Output"), icon="tick", max_length=400)
    activity = FactItemBlock(label=_("Activity"), icon="list-ul", max_length=400)
    takeaway = FactItemBlock(label=_("Takeaway"), icon="pick", max_length=400)
