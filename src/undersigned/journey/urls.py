from django.urls import path

from undersigned.journey.views import petitions

app_name = "journey"

web = [
    path("", petitions.home, name="home"),
    path("petitions/", petitions.index, name="petitions"),
    path("petitions/<slug:slug>/", petitions.petition, name="petition"),
    path("petitions/<slug:slug>/count/", petitions.count, name="count"),
    *(
        path(f"petitions/<slug:slug>/{what}.json", petitions.fixed, {"what": what}, name=what)
        for what in ("text", "rules", "notice")
    ),
]
