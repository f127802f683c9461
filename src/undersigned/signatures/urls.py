from django.urls import path, re_path

from undersigned.signatures.views import (
    confirm,
    contacts,
    correct,
    counts,
    find,
    own,
    sheet,
    sheets,
    sign,
    waiting,
)
from undersigned.signatures.views import examination as examined
from undersigned.signatures.views import moderation as moderated

app_name = "signatures"

SIGNING = r"^signing/(?P<ref>[0-9a-f]{32})/"
SIGNATURE = r"^signatures/(?P<ref>[0-9a-f]{32})/(?P<token>[0-9a-f]{32})/"
CONFIRM = r"^confirm/(?P<ref>[0-9a-f]{32})/(?P<token>[0-9a-f]{32})/$"
EXAMINATION = "moderation/examinations/<int:pk>"

web = [
    path("petitions/<slug:slug>/sign/", sign.sign, name="sign"),
    path("petitions/<slug:slug>/count.json", counts.count_json, name="count_json"),
    path("petitions/<slug:slug>/history.csv", counts.history_csv, name="history_csv"),
    re_path(rf"{SIGNING}$", waiting.waiting, name="waiting"),
    re_path(rf"{SIGNING}again/$", waiting.again, name="again"),
    re_path(rf"{SIGNING}address/$", waiting.address, name="address"),
    re_path(CONFIRM, confirm.confirm, name="confirm"),
    path("petitions/<slug:slug>/find/", find.find, name="find"),
    re_path(rf"{SIGNATURE}$", own.signature, name="signature"),
    re_path(rf"{SIGNATURE}withdraw/$", own.act, {"what": "withdraw"}, name="withdraw"),
    re_path(rf"{SIGNATURE}erase/$", own.act, {"what": "erase"}, name="erase"),
    re_path(rf"{SIGNATURE}hide-name/$", own.act, {"what": "hide_name"}, name="hide_name"),
    re_path(rf"{SIGNATURE}stop-updates/$", own.act, {"what": "stop_updates"}, name="stop_updates"),
    re_path(rf"{SIGNATURE}not-me/$", own.act, {"what": "not_me"}, name="not_me"),
    re_path(rf"{SIGNATURE}correct/$", correct.correct, name="correct"),
]

office = [
    path("petitions/<int:pk>/contacts/", contacts.contacts, name="contacts"),
    path(
        "petitions/<int:pk>/contacts/<slug:group>.csv", contacts.contacts_csv, name="contacts_csv"
    ),
    path("sheets/", sheets.mine, name="sheets_mine"),
    path("petitions/<int:pk>/sheets/", sheets.index, name="sheets"),
    path("petitions/<int:pk>/sheets/print.pdf", sheets.printed, name="sheets_printed"),
    path("sheets/<int:pk>/", sheet.sheet, name="sheet"),
    path("sheets/<int:pk>/file/", sheet.file, name="sheet_file"),
    path("sheets/<int:pk>/lines/", sheet.shown, name="sheet_shown"),
    path("sheets/<int:pk>/count/", sheet.counted, name="sheet_counted"),
    path("sheets/<int:pk>/lines/<int:line>/strike/", sheet.strike, name="sheet_strike"),
    path("moderation/", moderated.index, name="moderation"),
    path("moderation/petitions/<int:pk>/", moderated.petition, name="moderation_petition"),
    path("moderation/petitions/<int:pk>/count/", moderated.count, name="moderation_count"),
    path("moderation/petitions/<int:pk>/one/", moderated.one, name="moderation_one"),
    path(f"{EXAMINATION}/", examined.examination, name="moderation_examination"),
    path(f"{EXAMINATION}/progress.json", examined.progress, name="moderation_progress"),
    path(f"{EXAMINATION}/patterns/", examined.patterns, name="moderation_patterns"),
    path(f"{EXAMINATION}/narrow/", examined.narrow, name="moderation_narrow"),
    path(f"{EXAMINATION}/signature/", examined.signature, name="moderation_signature"),
    path(f"{EXAMINATION}/hold/", examined.hold, name="moderation_hold"),
    path(f"{EXAMINATION}/release/", examined.release, name="moderation_release"),
    path(f"{EXAMINATION}/void/", examined.void, name="moderation_void"),
    path(f"{EXAMINATION}/undo/", examined.undo, name="moderation_undo"),
    path(f"{EXAMINATION}/approve/", examined.approve, name="moderation_approve"),
    path(f"{EXAMINATION}/refuse/", examined.refuse, name="moderation_refuse"),
    path(f"{EXAMINATION}/cancel/", examined.cancel, name="moderation_cancel"),
]
