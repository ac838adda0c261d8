from django.urls import path

from intranet.directory import views

app_name = "directory"
# "units", "chart", "suggest" and "me" are kept from the slugs of people by a constraint of Agent.
urlpatterns = [
    path("", views.people, name="people"),
    path("suggest/", views.suggest, name="suggest"),
    path("suggest/units/", views.suggest_units, name="suggest_units"),
    path("chart/", views.organisation_chart, name="chart"),
    path("me/", views.me, name="me"),
    path("me/edit/", views.edit, name="edit"),
    path("me/confirm/", views.confirm, name="confirm"),
    path("me/absence/", views.absence, name="absence"),
    path("me/absence/end/", views.end_absence, name="end_absence"),
    path("me/team/", views.team, name="team"),
    path("units/<slug:code>/", views.unit, name="unit"),
    path("<slug:slug>/", views.profile, name="profile"),
]
