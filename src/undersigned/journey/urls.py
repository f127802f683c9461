from django.urls import path

from undersigned.journey.views import dossiers, petitions

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
    path("record/", dossiers.index, name="dossiers"),
    path("record/schema/dossier-v0.json", dossiers.schema, name="dossier_schema"),
    path("record/<slug:slug>/", dossiers.dossier, name="dossier"),
    path("record/<slug:slug>/sources/<slug:source>/", dossiers.source, name="source"),
    path("record/<slug:slug>/v/<int:number>/", dossiers.dossier, name="dossier_version"),
    path("record/<slug:slug>/v/<int:number>/dossier.json", dossiers.file, name="dossier_json"),
    path(
        "record/<slug:slug>/v/<int:number>/sources/<slug:source>/",
        dossiers.source,
        name="source_version",
    ),
]
