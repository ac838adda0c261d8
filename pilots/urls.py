from django.urls import path

from pilots.views import decisions, feedback, indicators, mandates, pilots, team

app_name = "pilots"
urlpatterns = [
    path("", pilots.index, name="index"),
    path("new/", pilots.new, name="new"),
    path("<slug:code>/", pilots.pilot, name="pilot"),
    path("<slug:code>/framing/", pilots.framing, name="framing"),
    path("<slug:code>/announce/", pilots.announce, name="announce"),
    # Whom it concerns, who runs it
    path("<slug:code>/team/", team.team, name="team"),
    path("<slug:code>/team/<uuid:public_id>/remove/", team.remove_member, name="remove_member"),
    path("<slug:code>/team/<uuid:public_id>/agree/", team.agree_time, name="agree_time"),
    path("<slug:code>/audiences/new/", team.audience, name="new_audience"),
    path("<slug:code>/audiences/<uuid:public_id>/", team.audience, name="audience"),
    path("<slug:code>/audiences/<uuid:public_id>/remove/", team.remove_audience, name="remove_audience"),
    # Who answers for it
    path("<slug:code>/mandates/new/", mandates.propose, name="propose_mandate"),
    path("<slug:code>/mandates/<uuid:public_id>/", mandates.mandate, name="mandate"),
    path("<slug:code>/mandates/<uuid:public_id>/edit/", mandates.edit, name="edit_mandate"),
    path("<slug:code>/mandates/<uuid:public_id>/withdraw/", mandates.withdraw, name="withdraw_mandate"),
    path("<slug:code>/mandates/<uuid:public_id>/accept/", mandates.accept, name="accept_mandate"),
    path("<slug:code>/mandates/<uuid:public_id>/decline/", mandates.decline, name="decline_mandate"),
    path("<slug:code>/mandates/<uuid:public_id>/end/", mandates.end, name="end_mandate"),
    path("<slug:code>/commitments/<uuid:public_id>/keep/", mandates.keep, name="keep_commitment"),
    # What is decided
    path("<slug:code>/gates/", decisions.gates, name="gates"),
    path("<slug:code>/gates/<slug:gate>/<slug:kind>/", decisions.decide, name="decide"),
    path("<slug:code>/review/", decisions.review, name="review"),
    path("<slug:code>/decisions/", decisions.journal, name="journal"),
    path("<slug:code>/decisions/<int:number>/", decisions.decision, name="decision"),
    # What is measured
    path("<slug:code>/indicators/", indicators.listing, name="indicators"),
    path("<slug:code>/indicators/new/", indicators.define, name="new_indicator"),
    path("<slug:code>/indicators/<uuid:public_id>/", indicators.indicator, name="indicator"),
    path("<slug:code>/indicators/<uuid:public_id>/edit/", indicators.define, name="edit_indicator"),
    path("<slug:code>/indicators/<uuid:public_id>/target/", indicators.target, name="target"),
    path("<slug:code>/indicators/<uuid:public_id>/measure/", indicators.measure, name="measure"),
    path("<slug:code>/indicators/<uuid:public_id>/paste/", indicators.paste, name="paste"),
    path("<slug:code>/indicators/<uuid:public_id>/limits/", indicators.limits, name="limits"),
    path("<slug:code>/indicators/<uuid:public_id>/measures.csv", indicators.as_csv, name="measures_csv"),
    path("<slug:code>/marks/", indicators.marks, name="marks"),
    path("<slug:code>/marks/<uuid:public_id>/remove/", indicators.remove_mark, name="remove_mark"),
    # What is heard
    path("<slug:code>/feedback/", feedback.said_and_done, name="feedback"),
    path("<slug:code>/feedback/new/", feedback.give, name="give_feedback"),
    path("<slug:code>/feedback/board/", feedback.board, name="feedback_board"),
    path("<slug:code>/feedback/feedback.csv", feedback.as_csv, name="feedback_csv"),
    path("<slug:code>/feedback/<uuid:public_id>/", feedback.item, name="feedback_item"),
    path("<slug:code>/feedback/<uuid:public_id>/triage/", feedback.triage, name="triage"),
    path("<slug:code>/feedback/<uuid:public_id>/merge/", feedback.merge, name="merge"),
    path("<slug:code>/feedback/<uuid:public_id>/separate/", feedback.separate, name="separate"),
    path("<slug:code>/feedback/<uuid:public_id>/reply/", feedback.reply, name="reply"),
    path("<slug:code>/feedback/<uuid:public_id>/reopen/", feedback.reopen, name="reopen"),
    path("<slug:code>/adjust/", feedback.adjust, name="adjust"),
]
