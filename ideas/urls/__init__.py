from ideas.urls import campaigns, problems, proposals

app_name = "ideas"
urlpatterns = [
    *proposals.urlpatterns,
    *problems.urlpatterns,
    *campaigns.urlpatterns,
]
