from django.urls import path

from skills.views import catalogue, index, mine, people, proposals, recognition
from skills.views import help as help_views

app_name = "skills"
urlpatterns = [
    path("", index.index, name="index"),
    path("people/", people.people, name="people"),
    path("suggest/", index.suggest, name="suggest"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("declare/", mine.declare, name="declare"),
    path("mine/", mine.mine, name="mine"),
    path("mine/skills.csv", mine.mine_csv, name="mine_csv"),
    path("mine/restore/<uuid:public_id>/", mine.restore, name="restore"),
    path("mine/<slug:slug>/", mine.edit, name="edit"),
    path("mine/<slug:slug>/confirm/", mine.confirm, name="confirm"),
    path("mine/<slug:slug>/remove/", mine.remove, name="remove"),
    path("propose/", proposals.propose, name="propose"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<slug:slug>/", proposals.proposal, name="proposal"),
    path("recognition/", recognition.recognition, name="recognition"),
    path("recognition/<uuid:public_id>/", recognition.answer, name="recognition_answer"),
    path("help/", help_views.help_list, name="help"),
    path("help/<uuid:public_id>/", help_views.ask_detail, name="ask_detail"),
    path("ask/<slug:person>/<slug:slug>/", help_views.ask, name="ask"),
    path("<slug:slug>/", index.skill, name="skill"),
]
