"""What is left behind when somebody leaves in a hurry: as little as possible."""

from django.http import HttpResponse

from helpdesk.views.public import help_page


@help_page
def left(request):
    """Have the browser forget the pages it keeps of this site. Called while it already leaves.

    Only its cache: "storage" would delete the guides that a reader has saved, and nothing of a
    help page is ever stored there.
    """
    response = HttpResponse(status=204)
    response["Clear-Site-Data"] = '"cache"'
    return response
