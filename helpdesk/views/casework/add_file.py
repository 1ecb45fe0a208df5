"""A file that reached staff by WhatsApp, by hand or otherwise, put to its request."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from helpdesk.files.limits import ACCEPT, sizes_sentence
from helpdesk.files.receive import FileRefusedError, receive_file
from helpdesk.files.upload_handlers import OneFileInMemory
from helpdesk.journey.fields import CHOOSE_ONE
from helpdesk.taxonomy import Subject
from helpdesk.views.casework.desk_page import ACT, desk_page, find_ticket
from helpdesk.views.casework.once import read_key
from portal.privacy.tokens import TokenError


class FileForm(forms.Form):
    """Whose file it is. The file stands last: what comes before it survives a broken upload."""

    sent_by = forms.ChoiceField(
        label=gettext_lazy("Who sent it?"),
        choices=Subject,
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )

    def __init__(self, *args, asker_is_worker: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = sizes_sentence(get_language())
        if asker_is_worker:
            self.fields["sent_by"].initial = Subject.WORKER
            self.fields["sent_by"].choices = [(Subject.WORKER, Subject.WORKER.label)]


# Reading the CSRF token reads the file too: first the handler that keeps it off the disk.
@csrf_exempt
@desk_page(*ACT)
def add_file(request, pk: int):
    """Store one file. It is scanned and cleaned like one that was sent with the code."""
    handler = OneFileInMemory(request)
    request.upload_handlers = [handler]
    return _store(request, pk, handler)


@csrf_protect
def _store(request, pk: int, handler: OneFileInMemory):
    found = find_ticket(request, pk)
    sent_by = request.POST.get("sent_by", "")
    try:
        if sent_by not in Subject.values:
            messages.error(request, _("Choose who sent the file."))
        else:
            receive_file(
                found,
                handler.take(),
                key=read_key(request, found),
                sent_by=Subject(sent_by),
                added_by=request.user,
            )
            messages.success(request, _("The file is stored. It is being checked."))
    except FileRefusedError as refusal:
        messages.error(request, refusal.message)
    except TokenError:
        messages.error(request, _("This page was open too long. Please choose the file again."))
    except OSError:
        messages.error(request, _("The file could not be stored. Please try again in a minute."))
    return redirect("helpdesk_ticket", pk=found.pk)
