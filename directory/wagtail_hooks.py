"""Service providers in the admin."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Locale

from directory.models import Provider
from portal.reference.models import Fact


def _telephone_lines() -> list[tuple[str, str]]:
    lines = Fact.objects.filter(kind=Fact.Kind.HOTLINE, locale=Locale.get_default())
    return [(fact.key, f"{fact.label} · {fact.value}") for fact in lines]


class ProviderForm(WagtailAdminModelForm):
    """Telephone lines are chosen among the dated facts: nobody types a number or a key."""

    hotline_keys = forms.MultipleChoiceField(
        label=_("telephone lines"),
        choices=_telephone_lines,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    confidence = forms.ChoiceField(
        label=_("confidence"), choices=[("", "—"), *Fact.Confidence.choices], required=False
    )


class ProviderViewSet(ModelViewSet):
    """Offices and organisations that a person can turn to."""

    model = Provider
    icon = "site"
    menu_label = _("Providers")
    menu_order = 255
    add_to_admin_menu = True
    list_display = ["name_en", "name_bn", "kind", "publish_rule", "verified_on"]
    list_filter = ["kind", "publish_rule", "walk_in", "confidence"]
    # Not the index of words: staff look for keys and halves of words.
    search_backend_name = None
    search_fields = ["name_en", "name_bn", "services_en", "services_bn", "key"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                ["name_bn", "name_bn_sure", "name_en", FieldRowPanel(["kind", "key"])],
                _("Names"),
            ),
            MultiFieldPanel(
                [
                    "services_bn",
                    "services_en",
                    "area_bn",
                    "area_en",
                    "eligibility_bn",
                    "eligibility_en",
                    "note_bn",
                    "note_en",
                ],
                _("What it does"),
            ),
            MultiFieldPanel(
                ["walk_in", "hotline_keys", FieldRowPanel(["website", "country"])],
                _("How to reach it"),
            ),
            MultiFieldPanel(["source_bn", "source_en", FieldPanel("year")], _("Source")),
            MultiFieldPanel(
                [FieldRowPanel(["confidence", "publish_rule"]), "verified_on"], _("Trust")
            ),
        ],
        base_form_class=ProviderForm,
    )


@hooks.register("register_admin_viewset")
def register_providers():
    return ProviderViewSet("providers")
