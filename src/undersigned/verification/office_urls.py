"""The office's addresses of verification."""

from django.urls import URLPattern, URLResolver, path

from undersigned.verification.views import (
    certificates,
    checks,
    draws,
    handover,
    review,
    roll_uploads,
    rolls,
    verifiers,
)

CHECK = "checks/<int:pk>"
LINE = f"{CHECK}/lines/<int:number>"
ROLLS = "council/<slug:slug>/rolls"
ROLL = f"{ROLLS}/<int:pk>"

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
    path(f"{CHECK}/draw/", draws.draw, name="draw"),
    path(f"{CHECK}/draw/announce/", draws.announce, name="announce_draw"),
    path(f"{CHECK}/draw/throw/", draws.throw, name="throw"),
    path(f"{CHECK}/draw/grow/", draws.grow, name="grow_draw"),
    path(f"{CHECK}/draw/cancel/", draws.cancel, name="cancel_draw"),
    path(f"{CHECK}/certificates/", certificates.certificates, name="certificates"),
    path(f"{CHECK}/certificates/draft/", certificates.draft, name="draft_certificate"),
    path(f"{CHECK}/certificates/draft.json", certificates.draft_json, name="draft_json"),
    path(f"{CHECK}/certificates/draft.pdf", certificates.draft_pdf, name="draft_pdf"),
    path(f"{CHECK}/certificates/issue/", certificates.issue, name="issue_certificate"),
    path(f"{CHECK}/certificates/withdraw/", certificates.withdraw, name="withdraw_certificate"),
    path("checks/of/<int:pk>/signers/", handover.hand_over, name="hand_over"),
    path("checks/of/<int:pk>/key/", handover.key, name="key"),
    path("checks/of/<int:pk>/key/retire/", handover.retire, name="retire_key"),
    path("checks/undersigned-seal.pyz", handover.tool, name="seal_tool"),
    path("verifiers/", verifiers.verifiers, name="verifiers"),
    path("verifiers/<int:pk>/", verifiers.verifying, name="verifying"),
    path("verifiers/<int:pk>/dismiss/", verifiers.dismiss, name="dismiss_verifier"),
]
