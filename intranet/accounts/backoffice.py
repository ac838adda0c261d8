"""Accounts, groups and roles in the back office, in place of Wagtail's own screens where they would
bypass the product: no "superuser" box, no group given outside the journal, no account deleted."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.users.forms import GroupForm
from wagtail.users.views.groups import GroupViewSet as WagtailGroupViewSet

from intranet import roles
from intranet.accounts import actions
from intranet.accounts.permissions import can_manage_roles
from intranet.base.addresses import identifier
from intranet.base.backoffice import YesNoColumn
from intranet.directory.models import Agent
from intranet.directory.wagtail_hooks import agent_chooser, unit_chooser
from intranet.roles import Role

HOLDERS_SHOWN = 100


class AccountForm(WagtailAdminModelForm):
    class Meta:
        model = Agent
        fields = actions.FIELDS
        widgets = {"unit": unit_chooser.widget_class, "manager": agent_chooser.widget_class}


class _SavesByAction:
    """Saves through an action; what it refuses is said on the form."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ValidationError as refused:
            form.add_error(None, ValidationError(refused.messages))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class AddAccount(_SavesByAction, generic.CreateView):
    def save_instance(self):
        return actions.open_account(by=self.request.user, **self.form.cleaned_data)


class EditAccount(_SavesByAction, generic.EditView):
    def save_instance(self):
        actions.change_account(by=self.request.user, agent=self.form.instance, **self.form.cleaned_data)
        return self.form.instance


class AccountViewSet(ModelViewSet):
    """Accounts of the directory."""

    model = Agent
    icon = "user"
    ordering = ("last_name", "first_name")
    add_to_reference_index = False
    add_to_settings_menu = True
    copy_view_enabled = False
    menu_name = "users"
    menu_label = gettext_lazy("Accounts")
    menu_order = 600
    list_display = (
        "__str__",
        "username",
        "unit",
        YesNoColumn("is_active", label=gettext_lazy("In use"), sort_key="is_active"),
        "last_login",
    )
    list_filter = ("is_active", "groups")
    search_fields = ("last_name", "first_name", "username", "email")
    search_backend_name = None
    add_view_class = AddAccount
    edit_view_class = EditAccount

    def get_form_class(self, for_update=False):
        return AccountForm


class RoleGroupForm(GroupForm):
    """A group; one that stands for a role keeps its name."""

    def clean_name(self):
        name = super().clean_name()
        if self.instance.pk and self.instance.name in Role.values and name != self.instance.name:
            raise ValidationError(_("This group stands for a role of the product: its name does not change."))
        return name


class GroupViewSet(WagtailGroupViewSet):
    def get_form_class(self, for_update=False):
        return RoleGroupForm


class GiveRoleForm(forms.Form):
    """Who receives which role."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    agent = forms.ModelChoiceField(label=gettext_lazy("Colleague"), queryset=Agent.objects.none())

    def __init__(self, *args, by: Agent, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agent"].queryset = Agent.objects.visible_to(by)
        self.fields["agent"].widget = agent_chooser.widget_class()


def _posted(request):
    """What was posted, less a colleague who cannot be one: the chooser draws again only what has the form of a key."""
    data = request.POST.copy()
    if not data.get("agent", "").isdecimal():
        data["agent"] = ""
    return data


def _page(request, form, status=200):
    held = []
    for role in Role:
        found = list(roles.holders(role).select_related("unit").by_name()[: HOLDERS_SHOWN + 1])
        held.append((role, found[:HOLDERS_SHOWN], len(found) > HOLDERS_SHOWN))
    return render(request, "account/roles.html", {"form": form, "held": held}, status=status)


def _check(request) -> None:
    if not can_manage_roles(request.user):
        raise PermissionDenied(_("Only administrators give and take roles."))


@require_safe
def role_list(request):
    """Who holds which role."""
    _check(request)
    return _page(request, GiveRoleForm(by=request.user))


@require_POST
def give_role(request):
    """Give a role to a colleague."""
    _check(request)
    form = GiveRoleForm(_posted(request), by=request.user)
    if form.is_valid():
        try:
            with transaction.atomic():
                actions.give_role(by=request.user, agent=form.cleaned_data["agent"], role=Role(form.cleaned_data["role"]))
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The role was given, and it is written in the journal."))
            return redirect("accounts_roles")
    return _page(request, form, status=422)


@require_POST
def take_role(request):
    """Take a role from a colleague."""
    _check(request)
    agent = Agent.objects.filter(public_id=identifier(request.POST.get("agent", ""))).first()
    role = request.POST.get("role", "")
    if agent is None or role not in Role.values:
        messages.error(request, _("This person or this role was not found. Nothing was changed."))
        return redirect("accounts_roles")
    try:
        actions.take_role(by=request.user, agent=agent, role=Role(role))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("The role was taken away, and it is written in the journal."))
    return redirect("accounts_roles")
