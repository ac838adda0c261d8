from django.urls import path

from intranet.privacy import views

app_name = "privacy"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("export/", views.export, name="export"),
    path("register/", views.register, name="register"),
    path("erase/", views.erase, name="erase"),
]
