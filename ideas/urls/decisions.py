from django.urls import path

from ideas.views import decisions, duties

urlpatterns = [
    path("decisions/", decisions.decision_list, name="decisions"),
    path("decisions/register.csv", decisions.decision_csv, name="decisions_csv"),
    path("decisions/to-take/", decisions.decisions_to_take, name="decisions_to_take"),
    path("decisions/new/<slug:kind>/<uuid:public_id>/", decisions.decision_new, name="decision_new"),
    path("decisions/<uuid:public_id>/", decisions.decision_page, name="decision"),
    path("decisions/<uuid:public_id>/edit/", decisions.decision_edit, name="decision_edit"),
    path("decisions/<uuid:public_id>/publish/", decisions.decision_publish, name="decision_publish"),
    path("decisions/<uuid:public_id>/correct/", decisions.decision_correct, name="decision_correct"),
    path("decisions/<uuid:public_id>/delete/", decisions.decision_delete, name="decision_delete"),
    path("duties/", duties.duty_list, name="duties"),
    path("duties/list.csv", duties.duty_csv, name="duties_csv"),
    path("duties/<uuid:public_id>/waive/", duties.duty_waive, name="duty_waive"),
]
