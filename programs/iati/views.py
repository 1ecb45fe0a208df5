"""IATI's two files. What is not complete is not published; the answer then says why."""

import hashlib

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from programs.iati.activities import activities_file
from programs.iati.elements import written
from programs.iati.organisation import organisation_file
from programs.iati.publisher import Publisher
from programs.iati.readiness import all_readiness

FIVE_MINUTES = 300


@require_safe
def activities_xml(request):
    """Send every activity that is complete. 404 as long as there is none."""
    publisher = Publisher.known()
    if publisher.missing():
        return _not_published()
    root = activities_file(all_readiness(publisher), publisher)
    return _not_published() if root is None else _file(request, root)


@require_safe
def organisation_xml(request):
    """Send who the organisation is. 404 as long as it has no identifier."""
    publisher = Publisher.known()
    if publisher.missing():
        return _not_published()
    return _file(request, organisation_file(publisher))


def _file(request, root) -> HttpResponse:
    # Named after what it says, before it is said when that was written.
    etag = f'W/"{hashlib.sha256(written(root)).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        root.set("generated-datetime", timezone.now().isoformat(timespec="seconds"))
        response = HttpResponse(written(root), content_type="application/xml; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={FIVE_MINUTES}"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _not_published() -> HttpResponse:
    """Say in both languages that there is no file yet: whoever reads IATI may read either."""
    lines = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            lines.append(
                gettext(
                    "This IATI file is not published yet: something that the standard wants is"
                    " not known."
                )
            )
    response = HttpResponse(
        "\n".join([*lines, ""]), status=404, content_type="text/plain; charset=utf-8"
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response
