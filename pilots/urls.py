from django.urls import path

from pilots.views import pilots

app_name = "pilots"
urlpatterns = [
    path("", pilots.index, name="index"),
]
