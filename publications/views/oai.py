"""The address of the repository for harvesters, the same for both languages."""

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from publications.oai.answers import answer_to

_FORM = "application/x-www-form-urlencoded"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request):
    """Answer a request of OAI-PMH 2.0. Nothing is changed by it, whichever way it comes."""
    is_form = request.method == "POST" and request.content_type == _FORM
    asked = request.POST if is_form else request.GET
    pairs = [(name, value) for name, values in asked.lists() for value in values]
    response = HttpResponse(answer_to(pairs), "text/xml; charset=utf-8")
    # Harvesters ask for what is new: no answer may be an old one.
    response["Cache-Control"] = "no-store"
    response["Access-Control-Allow-Origin"] = "*"
    return response
