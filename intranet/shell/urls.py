from django.urls import path

from intranet.shell import views

app_name = "shell"
urlpatterns = [
    path("language/", views.language, name="language"),
]
