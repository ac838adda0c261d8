from django.urls import path

from ideas.views import overview, proposals, recurring

urlpatterns = [
    path("", overview.index, name="index"),
    path("ideas.csv", overview.ideas_csv, name="ideas_csv"),
    path("new/", proposals.idea_new, name="idea_new"),
    path("<uuid:public_id>/", proposals.idea, name="idea"),
    path("<uuid:public_id>/edit/", proposals.idea_edit, name="idea_edit"),
    path("<uuid:public_id>/publish/", proposals.idea_publish, name="idea_publish"),
    path("<uuid:public_id>/versions/<int:number>/", proposals.idea_version, name="idea_version"),
    path("<uuid:public_id>/authors/", proposals.idea_authors, name="idea_authors"),
    path("<uuid:public_id>/leave/", proposals.idea_leave, name="idea_leave"),
    path("<uuid:public_id>/withdraw/", proposals.idea_withdraw, name="idea_withdraw"),
    path("<uuid:public_id>/judge/", proposals.idea_judge, name="idea_judge"),
    path("<uuid:public_id>/join/", proposals.idea_join, name="idea_join"),
    path("<uuid:public_id>/follow/", proposals.idea_follow, name="idea_follow"),
    path("<uuid:public_id>/views/new/", recurring.view_new, name="idea_view_new"),
    path("invitations/<uuid:public_id>/answer/", proposals.invitation_answer, name="invitation_answer"),
    path("invitations/<uuid:public_id>/withdraw/", proposals.invitation_withdraw, name="invitation_withdraw"),
]
