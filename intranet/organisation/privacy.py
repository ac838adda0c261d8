"""What the HR file holds about people, and for how long."""

from django.utils.translation import gettext_lazy as _

from intranet.organisation.models import HrImport, HrLine
from intranet.privacy.register import Erase, hold

hold(
    HrLine,
    agent_field="agent",
    purpose=_("The HR file: keeping the directory true, and saying what each file changed"),
    fields=("hr_import__applied_at", "kind", "changes"),
    on_erase=Erase.DELETE,
    retention=_("Thirty days after the file was applied; seven when nobody applies it"),
)
hold(
    HrImport,
    agent_field="by",
    purpose=_("The HR file: knowing who imported it"),
    fields=("file_name", "created_at", "status"),
    on_erase=Erase.BLANK,
    because=_("What a file changed stays known"),
)
