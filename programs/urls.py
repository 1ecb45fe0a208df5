"""Addresses below /programs/ that are no pages. Pages may not take their slugs."""

from django.urls import path

from programs.iati import views as iati
from programs.open_data import views as open_data
from programs.views import figures

app_name = "programs"
urlpatterns = [
    path("figures/", figures.figures, name="figures"),
    path("figures/<slug:key>/", figures.figure, name="figure"),
    path("data/", open_data.data_page, name="data"),
    path("data/<slug:table>.<slug:form>", open_data.data_file, name="data_file"),
    path("iati/activities.xml", iati.activities_xml, name="iati_activities"),
    path("iati/organisation.xml", iati.organisation_xml, name="iati_organisation"),
]
