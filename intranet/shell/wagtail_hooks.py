"""The back office: what its menu keeps, its first page, and the jobs that wait or failed."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import ListingButton

from intranet import roles
from intranet.base import clock
from intranet.jobs import outbox
from intranet.jobs.models import Job
from intranet.roles import Role
from intranet.shell import actions
from intranet.shell.permissions import can_retry_job
from knowledge.models import GuidePage, ProcedurePage

# What Wagtail offers and nobody here uses.
HIDDEN_MAIN = {"help"}
HIDDEN_REPORTS = {"locked-pages", "aging-pages", "page-types-usage", "workflow-tasks"}
HIDDEN_SETTINGS = {"sites", "locales", "workflow-tasks", "redirects"}


@hooks.register("construct_main_menu")
def trim_main_menu(request, items):
    items[:] = [item for item in items if item.name not in HIDDEN_MAIN]


@hooks.register("construct_reports_menu")
def trim_reports_menu(request, items):
    items[:] = [item for item in items if item.name not in HIDDEN_REPORTS]


@hooks.register("construct_settings_menu")
def trim_settings_menu(request, items):
    items[:] = [item for item in items if item.name not in HIDDEN_SETTINGS]


@hooks.register("insert_global_admin_css")
def own_css():
    return format_html('<link rel="stylesheet" href="{}">', static("backoffice.css"))


class FirstPanel(Component):
    """The first words of the back office: what to do here, and what is late."""

    name = "first"
    template_name = "shell/backoffice/first.html"
    order = 50

    def __init__(self, request):
        self.request = request

    def get_context_data(self, parent_context):
        is_administrator = roles.has(self.request.user, Role.ADMINISTRATOR)
        return {
            "request": self.request,
            "is_administrator": is_administrator,
            "late": outbox.backlog() if is_administrator else 0,
            "failed": Job.objects.filter(done_at=None).exclude(gave_up_at=None).count() if is_administrator else 0,
            "jobs_url": reverse("jobs:index"),
            "overdue": sum(model.objects.visible_to(self.request.user).overdue().count() for model in (GuidePage, ProcedurePage)),
        }


@hooks.register("construct_homepage_panels")
def first_panel(request, panels):
    panels.insert(0, FirstPanel(request))


class JobFilterSet(WagtailFilterSet):
    state = ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[("failed", gettext_lazy("given up")), ("late", gettext_lazy("late")), ("waiting", gettext_lazy("waiting")), ("done", gettext_lazy("done"))],
        method="of_state",
    )  # fmt: skip

    class Meta:
        model = Job
        fields = ["name"]

    def of_state(self, queryset, name, value):
        now = clock.now()
        waiting = Q(done_at=None, gave_up_at=None)
        conditions = {
            "failed": Q(done_at=None, gave_up_at__isnull=False),
            "late": waiting & Q(run_after__lt=now),
            "waiting": waiting & Q(run_after__gte=now),
            "done": Q(done_at__isnull=False),
        }
        return queryset.filter(conditions[value])


def state_of(job: Job) -> str:
    """The word for where a job stands."""
    if job.done_at:
        return _("done")
    if job.gave_up_at:
        return _("given up")
    return _("late") if job.run_after < clock.now() else _("waiting")


class JobIndexView(IndexView):
    default_ordering = "-pk"
    any_permission_required = ["view"]

    def get_base_queryset(self):
        """What is done shows only when it is asked for."""
        jobs = super().get_base_queryset()
        return jobs if self.request.GET.get("state") else jobs.filter(done_at=None)

    def get_list_more_buttons(self, instance):
        if not can_retry_job(self.request.user, instance):
            return []
        return [ListingButton(_("Try again"), url=reverse("jobs:retry", args=[instance.pk]), icon_name="rotate", priority=10)]

    def get_edit_url(self, instance):
        return self.get_inspect_url(instance)

    @property
    def add_url(self):
        return None


class JobInspectView(InspectView):
    any_permission_required = ["view"]

    def get_edit_url(self):
        return None

    def get_delete_url(self):
        return None


def retry_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then give a job its tries again."""
    job = get_object_or_404(Job, pk=pk)
    if not roles.has(request.user, Role.ADMINISTRATOR):
        raise PermissionDenied
    if request.method == "POST":
        if can_retry_job(request.user, job):
            actions.retry_job(actor=request.user, job=job)
            messages.success(request, _("The job will be tried again in a few seconds."))
        else:
            messages.warning(request, _("This job is no longer given up: nothing was changed."))
        return redirect("jobs:index")
    return render(request, "shell/backoffice/job_retry.html", {"job": job})


class JobViewSet(ModelViewSet):
    """What was promised: waiting, late, given up with its error. Read only, but for trying again."""

    model = Job
    name = "jobs"
    menu_label = gettext_lazy("Jobs")
    icon = "tasks"
    menu_order = 900
    add_to_settings_menu = True
    form_fields = ["name"]
    inspect_view_enabled = True
    copy_view_enabled = False
    index_view_class = JobIndexView
    inspect_view_class = JobInspectView
    filterset_class = JobFilterSet
    list_display = [
        "name",
        Column("state", label=gettext_lazy("State"), accessor=state_of),
        Column("attempts", label=gettext_lazy("Tries")),
        DateColumn("run_after", label=gettext_lazy("Not before")),
        Column("last_error", label=gettext_lazy("Last error")),
    ]
    inspect_view_fields = ["name", "arguments", "promised_at", "run_after", "attempts", "done_at", "gave_up_at", "last_error"]

    def get_urlpatterns(self):
        read = {"index", "index_results", "inspect"}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in read] + [
            path("<int:pk>/retry/", retry_job, name="retry")
        ]


@hooks.register("register_admin_viewset")
def register_jobs():
    return JobViewSet()
