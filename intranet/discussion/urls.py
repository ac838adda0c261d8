from django.urls import path

from intranet.discussion import views

app_name = "discussion"
urlpatterns = [
    path("comments/<uuid:public_id>/edit/", views.edit, name="edit"),
    path("comments/<uuid:public_id>/remove/", views.remove, name="remove"),
    path("<slug:key>/<uuid:public_id>/", views.post, name="post"),
]
