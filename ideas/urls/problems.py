from django.urls import path

from ideas.views import problems, recurring

urlpatterns = [
    path("problems/", problems.problems, name="problems"),
    path("problems.csv", problems.problems_csv, name="problems_csv"),
    path("problems/new/", problems.problem_report, name="problem_report"),
    path("problems/near/", problems.near_reports, name="near_reports"),
    path("problems/moderation/", problems.moderation, name="moderation"),
    path("problems/<uuid:public_id>/", problems.problem, name="problem"),
    path("problems/<uuid:public_id>/edit/", problems.problem_edit, name="problem_edit"),
    path("problems/<uuid:public_id>/echo/", problems.problem_echo, name="problem_echo"),
    path("problems/<uuid:public_id>/echo/back/", problems.problem_unecho, name="problem_unecho"),
    path("problems/<uuid:public_id>/withdraw/", problems.problem_withdraw, name="problem_withdraw"),
    path("problems/<uuid:public_id>/hide/", problems.problem_hide, name="problem_hide"),
    path("problems/<uuid:public_id>/show/", problems.problem_show, name="problem_show"),
    path("problems/<uuid:public_id>/contest/", problems.problem_contest, name="problem_contest"),
    path("recurring/", recurring.recurring_list, name="recurring_list"),
    path("recurring.csv", recurring.recurring_csv, name="recurring_csv"),
    path("recurring/new/", recurring.recurring_new, name="recurring_new"),
    path("recurring/<uuid:public_id>/", recurring.recurring, name="recurring"),
    path("recurring/<uuid:public_id>/edit/", recurring.recurring_edit, name="recurring_edit"),
    path("recurring/<uuid:public_id>/add/", recurring.recurring_add, name="recurring_add"),
    path("recurring/<uuid:public_id>/settle/", recurring.recurring_settle, name="recurring_settle"),
    path("recurring/<uuid:public_id>/views/new/", recurring.view_new, name="recurring_view_new"),
    path("recurring/reports/<uuid:public_id>/remove/", recurring.recurring_remove, name="recurring_remove"),
    path("views/<uuid:public_id>/edit/", recurring.view_edit, name="view_edit"),
    path("contests/", recurring.contests, name="contests"),
    path("contests/<uuid:public_id>/", recurring.contest, name="contest"),
    path("desk/", recurring.desk, name="desk"),
]
