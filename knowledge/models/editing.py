"""What the back office needs to edit the pages: the blocks of a procedure, and a colleague found by their address."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from intranet.directory.models import Agent

RICH = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr"]
RICH_SHORT = ["bold", "italic", "ol", "ul", "link"]


class StepBlock(blocks.StructBlock):
    """One step of a procedure: what to do, how, and what to watch."""

    title = blocks.CharBlock(label=_("What to do"), max_length=160)
    text = blocks.RichTextBlock(label=_("How"), features=RICH_SHORT, required=False, max_length=4000)
    watch = blocks.CharBlock(label=_("Watch out"), max_length=300, required=False)

    class Meta:
        label = _("Step")
        icon = "list-ol"


class AgentByEmail(forms.EmailInput):
    """A colleague chosen by their e-mail address: a list of all of them would not fit in a page."""

    def format_value(self, value):
        if value and str(value).isdigit():
            return Agent.objects.visible_to(None).filter(pk=value).values_list("email", flat=True).first() or ""
        return value

    def value_from_datadict(self, data, files, name):
        typed = (super().value_from_datadict(data, files, name) or "").strip()
        if not typed or "\x00" in typed:
            return typed.replace("\x00", "?")
        found = Agent.objects.visible_to(None).filter(email__iexact=typed[:254]).values_list("pk", flat=True).first()
        return str(found) if found else typed
