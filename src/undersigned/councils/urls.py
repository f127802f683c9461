from django.urls import path

from undersigned.councils.models import Notice, Rules
from undersigned.councils.views import maps, people, public, seats
from undersigned.councils.views import office as own

app_name = "councils"

RULES, NOTICE = {"kind": Rules}, {"kind": Notice}

web = [
    path("councils/<slug:slug>/", public.council, name="council"),
    path("councils/<slug:slug>/rules/<int:number>/", public.version, RULES, name="rules_version"),
    path(
        "councils/<slug:slug>/rules/<int:number>.json",
        public.version_json,
        RULES,
        name="rules_json",
    ),
    path(
        "councils/<slug:slug>/notice/<int:number>/", public.version, NOTICE, name="notice_version"
    ),
    path(
        "councils/<slug:slug>/notice/<int:number>.json",
        public.version_json,
        NOTICE,
        name="notice_json",
    ),
]

office = [
    path("council/", own.mine, name="mine"),
    path("council/<slug:slug>/", own.office, name="office"),
    path("council/<slug:slug>/rules/", own.rules, name="rules"),
    path("council/<slug:slug>/notice/", own.notice, name="notice"),
    path("council/<slug:slug>/wards/", own.wards, name="wards"),
    path("council/<slug:slug>/map/", maps.ward_map, name="ward_map"),
    path("council/<slug:slug>/map/remove/", maps.remove_ward_map, name="remove_ward_map"),
    path("council/<slug:slug>/seats/new/", seats.add_seat, name="add_seat"),
    path("council/<slug:slug>/seats/<int:pk>/", seats.rename_seat, name="rename_seat"),
    path("council/<slug:slug>/seats/<int:pk>/members/new/", seats.add_member, name="add_member"),
    path("council/<slug:slug>/members/<int:pk>/", seats.correct_member, name="correct_member"),
    path("council/<slug:slug>/people/", people.people, name="people"),
    path("council/<slug:slug>/people/invite/", people.invite, name="invite"),
    path("council/<slug:slug>/people/<int:pk>/remove/", people.remove, name="remove"),
    path("council/<slug:slug>/invitations/<int:pk>/withdraw/", people.withdraw, name="withdraw"),
    path("councils/", people.every, name="every"),
    path("councils/new/", people.add, name="add"),
    path("councils/<slug:slug>/map/", maps.ward_map_by_operator, name="map_by_operator"),
    path(
        "councils/<slug:slug>/map/remove/",
        maps.remove_map_by_operator,
        name="remove_map_by_operator",
    ),
    path("councils/<slug:slug>/clerk/", people.invite_clerk, name="invite_clerk"),
    path("councils/<slug:slug>/clerks/<int:pk>/remove/", people.remove_clerk, name="remove_clerk"),
]
