from django.conf import settings
from django.urls import path

from undersigned.desk.views import home, letters

app_name = "desk"

office = [
    path("", home.home, name="home"),
    path("petitions/<int:pk>/", home.petition, name="petition"),
]
if settings.DEBUG:
    office += [
        path("desk/letters/", letters.letters, name="letters"),
        path("desk/letters/<str:kind>/", letters.letter, name="letter"),
    ]
