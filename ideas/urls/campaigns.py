from django.urls import path

from ideas.views import campaigns, rules

urlpatterns = [
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.campaign_new, name="campaign_new"),
    path("campaigns/<slug:slug>/", campaigns.campaign, name="campaign"),
    path("campaigns/<slug:slug>/edit/", campaigns.campaign_edit, name="campaign_edit"),
    path("campaigns/<slug:slug>/phases/", campaigns.campaign_phases, name="campaign_phases"),
    path("campaigns/<slug:slug>/publish/", campaigns.campaign_publish, name="campaign_publish"),
    path("campaigns/<slug:slug>/discard/", campaigns.campaign_discard, name="campaign_discard"),
    path("rules/", rules.rules_list, name="rules_list"),
    path("rules/<slug:slug>/", rules.rules, name="rules"),
    path("rules/<slug:slug>/draft/", rules.rules_draft, name="rules_draft"),
    path("rules/<slug:slug>/<int:number>/", rules.rules_version, name="rules_version"),
    path("rules/<slug:slug>/<int:number>/consult/", rules.rules_consult, name="rules_consult"),
    path("rules/<slug:slug>/<int:number>/adopt/", rules.rules_adopt, name="rules_adopt"),
    path("mandates/", rules.mandates, name="mandates"),
    path("mandates/new/", rules.mandate_new, name="mandate_new"),
    path("mandates/<uuid:public_id>/", rules.mandate, name="mandate"),
]
