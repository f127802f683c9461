from django.urls import path, re_path

from undersigned.signatures.views import confirm, contacts, counts, sign, waiting

app_name = "signatures"

SIGNING = r"^signing/(?P<ref>[0-9a-f]{32})/"
CONFIRM = r"^confirm/(?P<ref>[0-9a-f]{32})/(?P<token>[0-9a-f]{32})/$"

web = [
    path("petitions/<slug:slug>/sign/", sign.sign, name="sign"),
    path("petitions/<slug:slug>/count.json", counts.count_json, name="count_json"),
    path("petitions/<slug:slug>/history.csv", counts.history_csv, name="history_csv"),
    re_path(rf"{SIGNING}$", waiting.waiting, name="waiting"),
    re_path(rf"{SIGNING}again/$", waiting.again, name="again"),
    re_path(rf"{SIGNING}address/$", waiting.address, name="address"),
    re_path(CONFIRM, confirm.confirm, name="confirm"),
]

office = [
    path("petitions/<int:pk>/contacts/", contacts.contacts, name="contacts"),
    path(
        "petitions/<int:pk>/contacts/<slug:group>.csv", contacts.contacts_csv, name="contacts_csv"
    ),
]
