from django.urls import path

from intranet.shell import views

app_name = "shell"
urlpatterns = [
    path("", views.front, name="home"),
    path("language/", views.language, name="language"),
    path("todo/", views.todo, name="todo"),
    path("activity/", views.activity, name="activity"),
    path("activity/export.csv", views.activity_csv, name="activity_csv"),
    path("sitemap/", views.sitemap, name="sitemap"),
    path("accessibility/", views.statement, {"slug": "accessibility"}, name="accessibility"),
    path("legal/", views.statement, {"slug": "legal"}, name="legal"),
    path("personal-data/", views.statement, {"slug": "personal-data"}, name="personal_data"),
    path("theme-<int:hue>.css", views.theme_css, name="theme"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
