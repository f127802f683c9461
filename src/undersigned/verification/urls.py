"""The public site's addresses. Those of the office stand in office_urls.py: what it needs never enters this process."""

from django.urls import URLPattern, URLResolver, path, re_path

from undersigned.verification.views import cures, public

app_name = "verification"

CURE = r"^cures/(?P<ref>[0-9a-f]{32})/(?P<token>[0-9a-f]{32})/$"
PETITION = "petitions/<slug:slug>"
CERTIFICATE = f"{PETITION}/certificates/<int:number>"

web: list[URLPattern | URLResolver] = [
    path(f"{PETITION}/checking/", public.checking, name="checking"),
    path(f"{PETITION}/draws/<int:pk>/", public.draw, name="public_draw"),
    path("undersigned-seal.pyz", public.seal_tool, name="public_seal_tool"),
    path(f"{CERTIFICATE}/", public.certificate, name="certificate"),
    path(f"{CERTIFICATE}.json", public.certificate_json, name="certificate_json"),
    path(f"{CERTIFICATE}.sealed", public.certificate_sealed, name="certificate_sealed"),
    path(f"{CERTIFICATE}.pdf", public.certificate_pdf, name="certificate_pdf"),
    re_path(CURE, cures.cure, name="cure"),
]
