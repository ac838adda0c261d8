from django.urls import path

from skills.views import certifications, confirmations, index, mine, passport, people, preview, proposals, recognition, several
from skills.views import help as help_views

app_name = "skills"
urlpatterns = [
    path("", index.index, name="index"),
    path("people/", people.people, name="people"),
    path("suggest/", index.suggest, name="suggest"),
    path("catalogue/", index.catalogue, name="catalogue"),
    path("declare/", mine.declare, name="declare"),
    path("mine/", mine.mine, name="mine"),
    path("mine/skills.csv", mine.mine_csv, name="mine_csv"),
    path("mine/restore/<uuid:public_id>/", mine.restore, name="restore"),
    path("mine/several/", several.several, name="several"),
    path("mine/choices/", mine.choices, name="choices"),
    path("mine/confirm-all/", mine.confirm_all, name="confirm_all"),
    path("mine/passport/", passport.passport, name="passport"),
    path("mine/as/<slug:who>/", preview.seen_as, name="seen_as"),
    path("mine/certifications/<uuid:public_id>/", certifications.change, name="certification"),
    path("mine/certifications/<uuid:public_id>/remove/", certifications.remove, name="remove_certification"),
    path("mine/certifications/<uuid:public_id>/restore/", certifications.restore, name="restore_certification"),
    path("mine/<slug:slug>/", mine.edit, name="edit"),
    path("mine/<slug:slug>/confirm/", mine.confirm, name="confirm"),
    path("mine/<slug:slug>/remove/", mine.remove, name="remove"),
    path("mine/<slug:slug>/history/", mine.history, name="history"),
    path("mine/<slug:slug>/certifications/", certifications.add, name="add_certification"),
    path("mine/<slug:slug>/ask-to-confirm/", confirmations.ask, name="ask_to_confirm"),
    path("confirmations/", confirmations.confirmations, name="confirmations"),
    path("confirmations/<uuid:public_id>/", confirmations.confirmation, name="confirmation"),
    path("confirmations/<slug:person>/<slug:slug>/", confirmations.offer, name="offer_confirmation"),
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
