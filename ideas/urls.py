from django.urls import path

from ideas import views

app_name = "ideas"
urlpatterns = [
    path("", views.index, name="index"),
]
