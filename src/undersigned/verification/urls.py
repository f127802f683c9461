from django.urls import URLPattern, URLResolver, path, re_path

from undersigned.verification.views import checks, cures, review, roll_uploads, rolls

app_name = "verification"

CURE = r"^cures/(?P<ref>[0-9a-f]{32})/(?P<token>[0-9a-f]{32})/$"
CHECK = "checks/<int:pk>"
LINE = f"{CHECK}/lines/<int:number>"
ROLLS = "council/<slug:slug>/rolls"
ROLL = f"{ROLLS}/<int:pk>"

web: list[URLPattern | URLResolver] = [
    re_path(CURE, cures.cure, name="cure"),
]

office: list[URLPattern | URLResolver] = [
    path("rolls/", rolls.mine, name="rolls_mine"),
    path(f"{ROLLS}/", rolls.index, name="rolls"),
    path(f"{ROLLS}/upload/<str:ticket>/", roll_uploads.upload, name="upload_roll"),
    path(f"{ROLL}/", rolls.roll, name="roll"),
    path(f"{ROLL}/progress.json", rolls.progress, name="roll_progress"),
    path(f"{ROLL}/known/", rolls.known, name="put_layout"),
    path(f"{ROLL}/preview/", rolls.preview, name="preview_roll"),
    path(f"{ROLL}/read/", rolls.read, name="read_roll"),
    path(f"{ROLL}/rejected.csv", rolls.rejects, name="roll_rejects"),
    path(f"{ROLL}/purge/", rolls.purge, name="purge_roll"),
    path("checks/", checks.index, name="checks"),
    path("checks/begin/", checks.begin, name="begin_check"),
    path(f"{CHECK}/", checks.check, name="check"),
    path(f"{CHECK}/progress.json", checks.progress, name="check_progress"),
    path(f"{CHECK}/cancel/", checks.cancel, name="cancel_check"),
    path(f"{CHECK}/close/", checks.close, name="close_check"),
    path(f"{CHECK}/reopen/", checks.reopen, name="reopen_check"),
    path(f"{CHECK}/again/", checks.recheck, name="recheck"),
    path(f"{CHECK}/cures/", checks.offer, name="offer_cure"),
    path(f"{CHECK}/lines/", checks.lines, name="lines"),
    path(f"{CHECK}/duplicates/", checks.duplicates, name="duplicates"),
    path(f"{CHECK}/decisions/", checks.decisions, name="decisions"),
    path(f"{CHECK}/next/", review.next_line, name="next_line"),
    path(f"{CHECK}/undo/", review.undo, name="undo_decision"),
    path(f"{LINE}/", review.line, name="line"),
    path(f"{LINE}/take/", review.take, name="take_line"),
    path(f"{LINE}/release/", review.release, name="release_line"),
    path(f"{LINE}/decide/", review.decide, name="decide"),
    path(f"{LINE}/search/", review.search, name="search_roll"),
    path(f"{LINE}/choose/", review.choose, name="choose_voter"),
    path(f"{LINE}/look/", review.look, name="look_at_line"),
]
