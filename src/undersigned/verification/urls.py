from django.urls import URLPattern, URLResolver

app_name = "verification"

web: list[URLPattern | URLResolver] = []

office: list[URLPattern | URLResolver] = []
