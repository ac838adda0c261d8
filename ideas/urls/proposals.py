from django.urls import path

from ideas.views import overview

urlpatterns = [path("", overview.index, name="index")]
