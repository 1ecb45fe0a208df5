"""Addresses for machines: health, robots, sitemap."""

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from health_check.views import HealthCheckView
from wagtail.models import Page

from portal.core.sitemap import sitemap_entries, sitemap_index, sitemap_texts
from portal.core.translation_state import only_translated


@require_safe
@never_cache
def healthz(request):
    """The process answers. Touches neither database nor cache."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@method_decorator(never_cache, name="dispatch")
class ReadyView(HealthCheckView):
    """The process can serve: database, cache and storage work. 503 otherwise, and what fails."""

    checks = (
        "health_check.checks.Database",
        "health_check.checks.Cache",
        "health_check.checks.Storage",
    )

    def render_to_response_json(self, status):
        return JsonResponse(
            {
                type(result.check).__name__: "failed" if result.error else "ok"
                for result in self.results
            },
            status=200 if status == 200 else 503,
        )

    def render_to_response(self, context, **kwargs):
        return self.render_to_response_json(kwargs.get("status", 200))


@require_safe
def robots_txt(request):
    """Let everything be found but the admin."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap_xml(request):
    """Every public page in the languages it is really written in, with its twins.

    More than one file holds are divided into `?part=1`, `?part=2` …, and an index names them.
    Raises Http404 for a part that does not exist.
    """
    pages = only_translated(Page.objects.live().public().filter(depth__gt=1))
    texts = sitemap_texts(sitemap_entries(pages))
    part = request.GET.get("part", "")
    if part:
        if part not in map(str, range(1, len(texts) + 1)):
            raise Http404
        text = texts[int(part) - 1]
    elif len(texts) > 1:
        address = f"{settings.SITE_URL}{request.path}?part="
        text = sitemap_index(f"{address}{number}" for number in range(1, len(texts) + 1))
    else:
        text = texts[0]
    return HttpResponse(text, "application/xml; charset=utf-8")
