from django.urls import URLPattern

app_name = "proof"

web: list[URLPattern] = []
