"""The doors of the HR file in the back office's menu."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from intranet.organisation import views
from intranet.organisation.permissions import can_import_directory


@hooks.register("register_admin_urls")
def urls():
    return [
        path("hr-file/", views.files, name="hr_files"),
        path("hr-file/sample/", views.sample, name="hr_sample"),
        path("hr-file/<uuid:public_id>/", views.file, name="hr_file"),
        path("hr-file/<uuid:public_id>/sheet/", views.sheet, name="hr_sheet"),
        path("hr-file/<uuid:public_id>/columns/", views.columns, name="hr_columns"),
        path("hr-file/<uuid:public_id>/apply/", views.apply, name="hr_apply"),
        path("hr-file/<uuid:public_id>/cancel/", views.cancel, name="hr_cancel"),
        path("hr-file/<uuid:public_id>/errors/", views.errors, name="hr_errors"),
        path("hr-file/<uuid:public_id>/lines/", views.lines, name="hr_lines"),
    ]


class HrFileItem(MenuItem):
    def is_shown(self, request):
        return can_import_directory(request.user)


@hooks.register("register_admin_menu_item")
def menu_item():
    return HrFileItem(_("HR file"), reverse("hr_files"), name="hr-file", icon_name="table", order=301)
