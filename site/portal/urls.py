"""Every address of the site. Bangla stands at the root, English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.core.views import documents, files, languages, machines, pages
from publications.views.oai import oai

urlpatterns = [
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.ReadyView.as_view(), name="readyz"),
    path("robots.txt", machines.robots_txt, name="robots_txt"),
    path("sitemap.xml", machines.sitemap_xml, name="sitemap"),
    path("oai", oai, name="oai"),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/([0-9]{1,18})/([^/]+)$", documents.serve_document),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", files.serve_rendition, name="rendition"),
    re_path(r"^bn(?P<rest>/.*)?$", languages.redirect_to_bangla, name="redirect_to_bangla"),
]

urlpatterns += i18n_patterns(
    # Before Wagtail's catch-all; pages may not take these addresses (portal.core.models.pages).
    path("help/", include("helpdesk.urls")),
    path("search/", include("portal.search.urls")),
    path("guidance/", include("guidance.urls")),
    path("programs/", include("programs.urls")),
    path("publications/", include("publications.urls")),
    re_path(wagtail_urls.serve_pattern, pages.serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"
