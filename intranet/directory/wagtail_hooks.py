"""The back office of the organisation: units, sites, territories, and how a colleague or a unit is chosen."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views import generic
from wagtail.admin.views.generic.chooser import BaseChooseView, ChooseResultsViewMixin, ChooseViewMixin, CreationFormMixin
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.log_actions import log

from intranet.base import text
from intranet.directory import actions
from intranet.directory.models import Agent, OrgUnit, Site, Territory


class _Words(BaseFilterForm):
    q = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=200)

    def filter(self, objects):
        words = text.clean(self.cleaned_data["q"])
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        return self.narrow(objects, words)


class AgentWords(_Words):
    def narrow(self, objects, words):
        return objects.named(words)


class UnitWords(_Words):
    def narrow(self, objects, words):
        return objects.filter(name__icontains=words)


class _ChooseAgents(BaseChooseView):
    filter_form_class = AgentWords

    def get_object_list(self):
        return Agent.objects.visible_to(self.request.user).by_name()


class ChooseAgent(ChooseViewMixin, CreationFormMixin, _ChooseAgents):
    pass


class ChooseAgentResults(ChooseResultsViewMixin, CreationFormMixin, _ChooseAgents):
    pass


class _ChooseUnits(BaseChooseView):
    filter_form_class = UnitWords

    def get_object_list(self):
        return OrgUnit.objects.all()


class ChooseUnit(ChooseViewMixin, CreationFormMixin, _ChooseUnits):
    pass


class ChooseUnitResults(ChooseResultsViewMixin, CreationFormMixin, _ChooseUnits):
    pass


class AgentChooser(ChooserViewSet):
    model = Agent
    icon = "user"
    choose_one_text = gettext_lazy("Choose a colleague")
    choose_another_text = gettext_lazy("Choose another colleague")
    choose_view_class = ChooseAgent
    choose_results_view_class = ChooseAgentResults


class UnitChooser(ChooserViewSet):
    model = OrgUnit
    icon = "group"
    choose_one_text = gettext_lazy("Choose a unit")
    choose_another_text = gettext_lazy("Choose another unit")
    choose_view_class = ChooseUnit
    choose_results_view_class = ChooseUnitResults


agent_chooser = AgentChooser("agent_chooser")
unit_chooser = UnitChooser("unit_chooser")


class UnitForm(WagtailAdminModelForm):
    """A unit and where it stands. The whole organisation has no unit above it."""

    parent = forms.ModelChoiceField(label=gettext_lazy("Under"), queryset=OrgUnit.objects.all(), widget=unit_chooser.widget_class)

    class Meta:
        model = OrgUnit
        fields = ("name", "code", "kind", "mission", "mailbox", "head", "site")
        widgets = {"head": agent_chooser.widget_class, "mission": AdminAutoHeightTextInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.depth == 1:
            del self.fields["parent"]
        elif self.instance.pk:
            self.fields["parent"].initial = self.instance.get_parent()

    def clean_parent(self):
        parent = self.cleaned_data["parent"]
        if self.instance.pk and parent.path.startswith(self.instance.path):
            raise ValidationError(_("A unit cannot be placed under itself."))
        return parent


class AddUnit(generic.CreateView):
    def save_instance(self):
        unit = actions.place_unit(unit=self.form.save(commit=False), parent=self.form.cleaned_data["parent"])
        log(unit, "wagtail.create", user=self.request.user)
        return unit


class EditUnit(generic.EditView):
    def save_instance(self):
        unit = self.form.save(commit=False)
        parent = self.form.cleaned_data.get("parent")
        if parent is None:
            unit = actions.rename_unit(unit=unit)
        else:
            unit = actions.place_unit(unit=unit, parent=parent)
        log(unit, "wagtail.edit", user=self.request.user)
        return unit


class _RefusesWhenUsed(generic.DeleteView):
    """Says in a sentence why a thing in use is not removed."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ProtectedError:
            reason = _("It is still used: change first the people, units or sites that refer to it.")
        except ValidationError as refused:
            reason = refused.messages[0]
        messages.error(self.request, reason)
        return redirect(self.get_success_url())


class RemoveUnit(_RefusesWhenUsed):
    def delete_action(self):
        log(self.object, "wagtail.delete", user=self.request.user)
        actions.remove_unit(unit=self.object)


class UnitViewSet(ModelViewSet):
    model = OrgUnit
    icon = "group"
    menu_label = gettext_lazy("Units")
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = ("name", "code", "kind", "head", "site")
    list_filter = ("kind", "site")
    search_fields = ("name", "code")
    search_backend_name = None
    ordering = "path"
    add_view_class = AddUnit
    edit_view_class = EditUnit
    delete_view_class = RemoveUnit

    def get_form_class(self, for_update=False):
        return UnitForm


class SiteViewSet(ModelViewSet):
    model = Site
    icon = "site"
    menu_label = gettext_lazy("Sites")
    add_to_reference_index = False
    form_fields = ("name", "address", "commune", "territory", "latitude", "longitude")
    list_display = ("name", "commune", "territory")
    list_filter = ("territory",)
    search_fields = ("name", "commune")
    search_backend_name = None
    delete_view_class = _RefusesWhenUsed


class CommunesField(forms.CharField):
    """A list of names, one on each line."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [line.strip()[:120] for line in (value or "").splitlines() if line.strip()]

    def validate(self, value):
        if len(value) > 500:
            raise ValidationError(_("At most 500 communes."))

    def run_validators(self, value):
        """The length of the text is not that of the list."""


class TerritoryForm(WagtailAdminModelForm):
    communes = CommunesField(label=gettext_lazy("Communes"), help_text=gettext_lazy("One on each line."), required=False)

    class Meta:
        model = Territory
        fields = ("name", "communes")


class TerritoryViewSet(ModelViewSet):
    model = Territory
    icon = "globe"
    menu_label = gettext_lazy("Territories")
    add_to_reference_index = False
    search_fields = ("name",)
    search_backend_name = None
    delete_view_class = _RefusesWhenUsed

    def get_form_class(self, for_update=False):
        return TerritoryForm


class OrganisationGroup(ViewSetGroup):
    menu_label = gettext_lazy("Organisation")
    menu_icon = "group"
    menu_order = 300
    items = (UnitViewSet("units"), SiteViewSet("sites_of_work"), TerritoryViewSet("territories"))


@hooks.register("register_admin_viewset")
def viewsets():
    return [agent_chooser, unit_chooser, OrganisationGroup()]
