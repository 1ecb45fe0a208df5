"""The help desk inside the admin, for its members only."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from helpdesk.access import may_work_on_tickets
from helpdesk.views import files
from helpdesk.views.casework import acts, add_file, codes, consents, intake, queue, ticket
from helpdesk.views.casework.desk_setup import HelpDeskGroup


@hooks.register("register_admin_urls")
def register_helpdesk_urls():
    one = "help-requests/<int:pk>/"
    return [
        path("help-requests/", queue.queue, name="helpdesk_queue"),
        path("help-requests/new/", intake.record_request, name="helpdesk_new"),
        path("help-requests/find/", queue.find_by_number, name="helpdesk_find"),
        path(one, ticket.ticket, name="helpdesk_ticket"),
        path(one + "number/", ticket.show_number, name="helpdesk_number"),
        path(one + "message/", acts.write_message, name="helpdesk_message"),
        path(one + "note/", acts.write_note, name="helpdesk_note"),
        path(one + "status/", acts.change_status, name="helpdesk_status"),
        path(one + "close/", acts.close, name="helpdesk_close"),
        path(one + "consent/", consents.record_worker_consent, name="helpdesk_consent"),
        path(one + "danger/", consents.decide_disclosure, name="helpdesk_danger"),
        path(one + "code/", codes.issue_code, name="helpdesk_new_code"),
        path(one + "erase/", acts.erase_ticket, name="helpdesk_erase"),
        path(one + "files/", add_file.add_file, name="helpdesk_add_file"),
        path(one + "files/<uuid:uid>/<slug:copy>/", files.open_file, name="helpdesk_file"),
    ]


@hooks.register("register_admin_viewset")
def register_desk_setup():
    return HelpDeskGroup()


class HelpdeskMenuItem(MenuItem):
    """Shown to members of the help desk's groups, not to other superusers."""

    def is_shown(self, request):
        return may_work_on_tickets(request.user)


@hooks.register("register_admin_menu_item")
def register_helpdesk_menu_item():
    return HelpdeskMenuItem(
        _("Requests for help"), reverse("helpdesk_queue"), icon_name="warning", order=120
    )
