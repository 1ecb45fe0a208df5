"""Addresses for machines: health, robots, sitemap."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from health_check.views import HealthCheckView
from wagtail.models import Page

from portal.core.sitemap import sitemap_entries
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
    """Every public page in the languages it is really written in, with its twins."""
    pages = only_translated(Page.objects.live().public().filter(depth__gt=1))
    return render(
        request,
        "core/sitemap.xml",
        {"entries": sitemap_entries(pages)},
        content_type="application/xml; charset=utf-8",
    )
