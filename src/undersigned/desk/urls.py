from django.conf import settings
from django.urls import path

from undersigned.desk.views import home, letters

app_name = "desk"

in_debug = [
    path("desk/letters/", letters.letters, name="letters"),
    path("desk/letters/<str:kind>/", letters.letter, name="letter"),
]
office = [
    path("", home.home, name="home"),
    path("petitions/<int:pk>/", home.petition, name="petition"),
    *(in_debug if settings.DEBUG else []),
]
