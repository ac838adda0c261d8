from ideas.urls import campaigns, decisions, problems, proposals, rounds

app_name = "ideas"
urlpatterns = [
    *proposals.urlpatterns,
    *problems.urlpatterns,
    *campaigns.urlpatterns,
    *rounds.urlpatterns,
    *decisions.urlpatterns,
]
