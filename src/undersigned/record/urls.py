from django.urls import path

from undersigned.record.views import review

app_name = "record"

office = [
    path("records/", review.reviews, name="reviews"),
    path("records/<slug:slug>/<int:number>/", review.review, name="review"),
    *(
        path(f"records/<slug:slug>/<int:number>/{verb}/", review.decide, {"verb": verb}, name=verb)
        for verb in review.VERBS
    ),
]
