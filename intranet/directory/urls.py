from django.urls import path

from intranet.directory import views

app_name = "directory"
urlpatterns = [
    path("", views.people, name="people"),
    path("units/<slug:code>/", views.unit, name="unit"),
    path("<slug:slug>/", views.profile, name="profile"),
]
