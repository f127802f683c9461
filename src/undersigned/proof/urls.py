from django.urls import path, re_path

from undersigned.proof.views import petitions, receipts, wards

app_name = "proof"

RECEIPT = r"^receipts/(?P<ref>[0-9a-f]{32})"

web = [
    path("petitions/<slug:slug>/check/", petitions.check, name="check"),
    path("petitions/<slug:slug>/at/<int:size>/", petitions.frozen, name="frozen"),
    path("petitions/<slug:slug>/at/<int:size>/changes/", petitions.changes, name="changes"),
    path("petitions/<slug:slug>/documents/", petitions.documents, name="documents"),
    path("petitions/<slug:slug>/wards/", wards.wards, name="wards"),
    path("documents/", petitions.site_documents, name="site_documents"),
    re_path(rf"{RECEIPT}/$", receipts.receipt, name="receipt"),
    re_path(rf"{RECEIPT}\.tlog-proof$", receipts.receipt_file, name="receipt_file"),
    re_path(rf"{RECEIPT}\.promise$", receipts.promise_file, name="promise_file"),
    re_path(rf"{RECEIPT}\.svg$", receipts.code, name="receipt_code"),
]
