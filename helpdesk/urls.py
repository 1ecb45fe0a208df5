"""Addresses of the public help pages. None holds a code, a token or a step."""

from django.urls import path

from helpdesk.views import journey, leaving, own_request, person_check, recordings

urlpatterns = [
    path("", journey.ask_for_help, name="help"),
    path("code/", own_request.come_back, name="help_code"),
    path("person/", person_check.person_check, name="help_person"),
    path("listen/<int:pk>/", recordings.listen, name="help_listen"),
    path("left/", leaving.left, name="help_left"),
]
