from django.urls import path

from ideas.views import ballots, preparing, rounds

urlpatterns = [
    path("rounds/", rounds.round_list, name="rounds"),
    path("rounds/new/", preparing.round_new, name="round_new"),
    path("rounds/<uuid:public_id>/", rounds.round_page, name="round"),
    path("rounds/<uuid:public_id>/edit/", preparing.round_edit, name="round_edit"),
    path("rounds/<uuid:public_id>/options/", preparing.round_options, name="round_options"),
    path("rounds/<uuid:public_id>/announce/", preparing.round_announce, name="round_announce"),
    path("rounds/<uuid:public_id>/delete/", preparing.round_delete, name="round_delete"),
    path("rounds/<uuid:public_id>/cancel/", preparing.round_cancel, name="round_cancel"),
    path("rounds/<uuid:public_id>/ballot/", ballots.round_ballot, name="round_ballot"),
    path("rounds/<uuid:public_id>/receipt/", ballots.round_receipt, name="round_receipt"),
    path("rounds/<uuid:public_id>/result.csv", rounds.round_csv, name="round_csv"),
    path("rounds/<uuid:public_id>/ballots/", rounds.round_ballots, name="round_ballots"),
    path("rounds/<uuid:public_id>/pack/", rounds.round_pack, name="round_pack"),
    path("rounds/<uuid:public_id>/recount/", rounds.round_recount, name="round_recount"),
    path("rounds/<uuid:public_id>/contest/", rounds.round_contest, name="round_contest"),
]
