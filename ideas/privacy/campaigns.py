"""What campaigns, rules and mandates hold about people."""

from django.utils.translation import gettext_lazy as _

from ideas.models import Campaign, Mandate, RuleSetVersion
from intranet.privacy.register import Erase, hold

STAYS = _("It is a public act: it stays, without a name")

hold(
    Campaign,
    agent_field="created_by",
    purpose=_("Campaigns: who prepared them"),
    fields=("name", "question", "created_at"),
    on_erase=Erase.KEEP,
    because=STAYS,
)
hold(
    Mandate,
    agent_field="sponsor",
    purpose=_("Mandates: who gave them"),
    fields=("title", "valid_from", "valid_until"),
    on_erase=Erase.KEEP,
    because=STAYS,
)
for field in ("author", "adopted_by"):
    hold(
        RuleSetVersion,
        agent_field=field,
        purpose=_("Rules of the game: who wrote and who adopted each version"),
        fields=("ruleset__name", "number", "in_force_from"),
        on_erase=Erase.KEEP,
        because=STAYS,
    )
