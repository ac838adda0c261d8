"""Addresses of the area. Guides and procedures are pages at /knowledge/<slug>/, after these (see RESERVED in models/pages.py)."""

from django.urls import path

from knowledge.views import library, marks, pages, questions, tips

app_name = "knowledge"
urlpatterns = [
    path("", library.index, name="index"),
    path("browse/", library.browse, name="browse"),
    path("browse/list.csv", library.browse_csv, name="browse_csv"),
    path("mine/", library.mine, name="mine"),
    path("pause/", library.pause, name="pause"),
    path("pause/end/", library.resume, name="resume"),
    path("reviews/", library.reviews, name="reviews"),
    path("tips/new/", tips.tip_new, name="tip_new"),
    path("tips/<uuid:public_id>/", tips.tip, name="tip"),
    path("tips/<uuid:public_id>/edit/", tips.tip_edit, name="tip_edit"),
    path("tips/<uuid:public_id>/remove/", tips.tip_remove, name="tip_remove"),
    path("tips/<uuid:public_id>/restore/", tips.tip_restore, name="tip_restore"),
    path("tips/<uuid:public_id>/hide/", tips.tip_hide, name="tip_hide"),
    path("tips/<uuid:public_id>/show/", tips.tip_show, name="tip_show"),
    path("tips/<uuid:public_id>/confirm/", tips.tip_confirm, name="tip_confirm"),
    path("tips/<uuid:public_id>/mark/", tips.tip_mark, name="tip_mark"),
    path("tips/<uuid:public_id>/flag/", tips.tip_flag, name="tip_flag"),
    path("questions/", questions.questions, name="questions"),
    path("questions/ask/", questions.question_ask, name="question_ask"),
    path("questions/near/", questions.question_near, name="question_near"),
    path("questions/<uuid:public_id>/", questions.question, name="question"),
    path("questions/<uuid:public_id>/edit/", questions.question_edit, name="question_edit"),
    path("questions/<uuid:public_id>/orient/", questions.question_orient, name="question_orient"),
    path("questions/<uuid:public_id>/answer/", questions.question_answer, name="question_answer"),
    path("questions/<uuid:public_id>/take/", questions.question_take, name="question_take"),
    path("questions/<uuid:public_id>/release/", questions.question_release, name="question_release"),
    path("questions/<uuid:public_id>/decline/", questions.question_decline, name="question_decline"),
    path("questions/<uuid:public_id>/close/", questions.question_close, name="question_close"),
    path("questions/<uuid:public_id>/reopen/", questions.question_reopen, name="question_reopen"),
    path("questions/<uuid:public_id>/withdraw/", questions.question_withdraw, name="question_withdraw"),
    path("answers/<uuid:public_id>/accept/", questions.answer_accept, name="answer_accept"),
    path("answers/<uuid:public_id>/edit/", questions.answer_edit, name="answer_edit"),
    path("answers/<uuid:public_id>/remove/", questions.answer_remove, name="answer_remove"),
    path("answers/<uuid:public_id>/tip/", questions.answer_tip, name="answer_tip"),
    path("pages/<slug:slug>/confirm/", pages.page_confirm, name="page_confirm"),
    path("pages/<slug:slug>/mark/", pages.page_mark, name="page_mark"),
    path("pages/<slug:slug>/flag/", pages.page_flag, name="page_flag"),
    path("pages/<slug:slug>/retire/", pages.page_retire, name="page_retire"),
    path("flags/", marks.flags, name="flags"),
    path("flags/<uuid:public_id>/", marks.flag_reply, name="flag_reply"),
]
