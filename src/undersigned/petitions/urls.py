from django.urls import path

from undersigned.petitions.views import coalition, drafting, groups, moderator, public

app_name = "petitions"

web = [
    path("replies/<str:token>/", public.reply, name="reply"),
    path("replies/<str:token>/sent/", public.replied, name="replied"),
]

office = [
    path("petitions/new/", drafting.choose_council, name="choose_council"),
    path("petitions/new/<slug:slug>/", drafting.new, name="new"),
    path("petitions/<int:pk>/edit/", drafting.edit, name="edit"),
    path("petitions/<int:pk>/text/", drafting.text, name="text"),
    path("petitions/<int:pk>/submit/", drafting.submit, name="submit"),
    path("petitions/<int:pk>/take-back/", drafting.take_back, name="take_back"),
    path("petitions/<int:pk>/open/", drafting.open_petition, name="open"),
    path("petitions/<int:pk>/close/", drafting.close, name="close"),
    path("petitions/<int:pk>/succeed/", drafting.succeed, name="succeed"),
    path("petitions/<int:pk>/coalition/", coalition.coalition, name="coalition"),
    path("petitions/<int:pk>/coalition/new/", coalition.partner, name="partner"),
    path("petitions/<int:pk>/coalition/<int:sponsor>/agree/", coalition.agree, name="agree"),
    path("petitions/<int:pk>/coalition/<int:sponsor>/remove/", coalition.remove, name="remove"),
    path("petitions/<int:pk>/officials/", coalition.officials, name="officials"),
    path("petitions/<int:pk>/officials/<int:official>/remove/", coalition.unname, name="unname"),
    path("groups/new/", groups.new, name="new_group"),
    path("groups/<slug:slug>/", groups.group, name="group"),
    path("review/", moderator.queue, name="queue"),
    path("review/<int:pk>/", moderator.review, name="review"),
    path("review/<int:pk>/approve/", moderator.approve, name="approve"),
    path("review/<int:pk>/return/", moderator.return_to_draft, name="return_to_draft"),
    path("review/<int:pk>/warn/", moderator.warn, name="warn"),
    path("review/<int:pk>/withdraw/", moderator.withdraw_warning, name="withdraw_warning"),
    path("review/<int:pk>/take-down/", moderator.take_down, name="take_down"),
    path("review/<int:pk>/restore/", moderator.restore, name="restore"),
]
