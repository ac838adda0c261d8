"""Who works here, where, and under whom."""

from datetime import timedelta
from typing import cast

from django.contrib.auth.models import AbstractUser
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node

from intranet.base import clock
from intranet.base.models import Public
from intranet.directory.fields import FoldedField
from intranet.directory.querysets import AgentManager, LineageQuerySet, OrgUnitManager

# Words that are addresses under /people/, hence nobody's.
RESERVED_SLUGS = ("chart", "me", "suggest", "units")
CONFIRM_EVERY = timedelta(days=365)


class Territory(models.Model):
    """A part of the country that the administration serves, made of communes."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    communes = models.JSONField(_("communes"), default=list, blank=True)

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Site(models.Model):
    """A place where agents work."""

    name = models.CharField(_("name"), max_length=160, unique=True)
    address = models.CharField(_("address"), max_length=240, blank=True)
    commune = models.CharField(_("commune"), max_length=120)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="sites", verbose_name=_("territory"))
    # Where it is on the map, when it is known: colleagues are looked for at less than so many kilometres.
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("In degrees: 43.6961."),
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("In degrees: 7.2656."),
    )

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="site_located_or_not",
                condition=Q(latitude=None, longitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message=_("Give both the latitude and the longitude, or neither."),
            ),
        ]

    def __str__(self):
        return self.name


class OrgUnit(MP_Node):
    """A unit of the organisation: the whole, a direction, a service, a unit. A tree by materialised path."""

    class Kind(models.TextChoices):
        WHOLE = "whole", _("organisation")
        DIRECTION = "direction", _("direction")
        SERVICE = "service", _("service")
        UNIT = "unit", _("unit")

    name = models.CharField(_("name"), max_length=160)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SERVICE)
    mission = models.TextField(_("mission"), blank=True, max_length=2000)
    mailbox = models.EmailField(_("shared mailbox"), blank=True)
    head = models.ForeignKey("Agent", on_delete=models.SET_NULL, null=True, blank=True, related_name="heads", verbose_name=_("head"))
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("main site"))
    folded = FoldedField(_("words for search"), max_length=240, of=("name", "code"))

    node_order_by: list[str] = []
    objects = OrgUnitManager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:unit", args=[self.code])

    @property
    def direction_path(self) -> str:
        """The path of the direction that contains this unit (its own when it is a direction or the whole)."""
        return self.path[: 2 * self.steplen]

    @property
    def paths_above(self) -> list[str]:
        """The paths of the units that contain this one, itself included, from the whole down."""
        return [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]


class OrgUnitLineage(models.Model):
    """What a unit became: one line for each merge, split, move, new name or end, with the names of that day.

    `from_unit` and `into` are the units as they stand now: null once removed, and `into` is carried on when the
    heir is merged in its turn, so that the address of a unit of long ago leads to who does its work today.
    """

    class Kind(models.TextChoices):
        MERGE = "merge", _("merged into another unit")
        SPLIT = "split", _("gave a part to another unit")
        MOVE = "move", _("moved under another unit")
        RENAME = "rename", _("took another name")
        CLOSE = "close", pgettext_lazy("unit", "closed")

    kind = models.CharField(_("what happened"), max_length=8, choices=Kind)
    happened_on = models.DateField(_("date"), default=clock.today, db_index=True)
    from_unit = models.ForeignKey(
        OrgUnit, on_delete=models.SET_NULL, null=True, blank=True, related_name="lineage", verbose_name=_("the unit it was")
    )
    from_code = models.SlugField(_("code it had"), max_length=40)
    from_name = models.CharField(_("name it had"), max_length=160)
    from_place = models.CharField(_("unit it stood under"), max_length=160, blank=True)
    into = models.ForeignKey(
        OrgUnit, on_delete=models.SET_NULL, null=True, blank=True, related_name="lineage_from", verbose_name=_("the unit that follows")
    )
    into_code = models.SlugField(_("code of the unit that follows"), max_length=40, blank=True)
    into_name = models.CharField(_("name of the unit that follows"), max_length=160, blank=True)
    into_place = models.CharField(_("unit it stands under"), max_length=160, blank=True)
    people = models.PositiveIntegerField(_("people who followed"), default=0)
    written_at = models.DateTimeField(_("written on"), default=clock.now, editable=False)

    objects = LineageQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a unit")
        verbose_name_plural = _("changes of units")
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="lineage_close_has_no_heir",
                condition=~Q(kind="close") | Q(into=None, into_code=""),
            ),
            models.CheckConstraint(name="lineage_heir_is_named", condition=Q(kind="close") | ~Q(into_code="")),
        ]

    def __str__(self):
        return f"{self.from_name} → {self.into_name or '∅'}"


class ErasedTrace(models.Model):
    """A keyed print of the HR number or the address of somebody who was erased: a later file does not bring them back.

    It refers to nobody: without the key of the site nothing can be read from it.
    """

    digest = models.CharField(max_length=64, primary_key=True)

    class Meta:
        verbose_name = _("print of an erased person")
        verbose_name_plural = _("prints of erased persons")

    def __str__(self):
        return self.digest[:8]


class Agent(AbstractUser, Public):
    """A member of staff (*agent public*), and their account."""

    slug = models.SlugField(_("address name"), max_length=160, unique=True)
    email = models.EmailField(_("e-mail address"), unique=True)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="agents", verbose_name=_("unit"))
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="agents", verbose_name=_("site"))
    position_title = models.CharField(pgettext_lazy("job", "position"), max_length=160, blank=True)
    manager = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="team", verbose_name=_("line manager")
    )
    phone = models.CharField(
        _("telephone"), max_length=30, blank=True, validators=[RegexValidator(r"^[0-9+ ().-]*$", _("Digits and spaces only."))]
    )
    about = models.TextField(_("in a few words"), blank=True, max_length=1000)
    absent_from = models.DateField(_("absent from"), null=True, blank=True)
    absent_until = models.DateField(_("absent until"), null=True, blank=True)
    cover = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="covers", verbose_name=_("covered by"))
    # What the HR file says. The number is the key by which a person is known from one file to the next.
    hr_number = models.CharField(_("HR number"), max_length=40, unique=True, null=True, blank=True)
    arrived_on = models.DateField(_("in post since"), null=True, blank=True)
    leaves_on = models.DateField(_("last day in post"), null=True, blank=True)
    # Written when the HR file hides somebody: it may then bring them back. An account closed by hand has no such date.
    left_on = models.DateField(_("left on"), null=True, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=2, choices=[("fr", "Français"), ("en", "English")], default="fr")
    details_confirmed_on = models.DateField(_("details confirmed on"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased on"), null=True, blank=True, editable=False)
    folded = FoldedField(_("words for search"), max_length=500, of=("first_name", "last_name", "position_title"))

    objects = AgentManager()

    class Meta:
        verbose_name = _("agent")
        verbose_name_plural = _("agents")
        ordering = ["last_name", "first_name", "pk"]
        constraints = [
            models.CheckConstraint(name="agent_not_own_manager", condition=Q(manager=None) | ~Q(manager=F("pk"))),
            models.CheckConstraint(name="agent_not_own_cover", condition=Q(cover=None) | ~Q(cover=F("pk"))),
            models.CheckConstraint(
                name="agent_absence_in_order",
                condition=Q(absent_until=None) | Q(absent_from__isnull=False, absent_until__gte=F("absent_from")),
                violation_error_message=_("The end of an absence comes after its beginning."),
            ),
            models.CheckConstraint(
                name="agent_post_in_order",
                condition=Q(arrived_on=None) | Q(leaves_on=None) | Q(leaves_on__gte=F("arrived_on")),
                violation_error_message=_("The last day in post comes after the first."),
            ),
            models.CheckConstraint(
                name="agent_hr_number_not_empty",
                condition=Q(hr_number=None) | ~Q(hr_number=""),
                violation_error_message=_("The HR number is missing."),
            ),
            models.CheckConstraint(
                name="agent_slug_not_an_address",
                condition=~Q(slug__in=RESERVED_SLUGS),
                violation_error_message=_("This address name is taken by a page."),
            ),
        ]
        indexes = [
            # Colleagues who may be found, in the order of their names, and words looked for along it. The columns of the
            # condition are in the index too: without them SQLite reads every row to count.
            models.Index(
                fields=["last_name", "first_name", "id", "folded", "erased_at", "is_active"],
                name="agent_by_name",
                condition=Q(is_active=True, erased_at=None),
            ),
            # Who is away today is asked by every search of colleagues.
            models.Index(fields=["absent_from", "absent_until"], name="agent_absent", condition=Q(absent_from__isnull=False)),
            models.Index(fields=["unit", "erased_at", "is_active"], name="agent_by_unit", condition=Q(is_active=True, erased_at=None)),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("directory:profile", args=[self.slug])

    @property
    def paths_above(self) -> list[str]:
        """The tree paths of the units that contain this agent, from the whole down to their own; none without a unit."""
        return self.unit.paths_above if self.unit else []

    @property
    def name(self) -> str:
        if self.erased_at:
            return gettext("A person who left")
        return f"{self.first_name} {self.last_name}".strip() or self.username

    @property
    def initials(self) -> str:
        """Two letters, in place of a picture: "Léa Martin" → "LM"."""
        return (self.first_name[:1] + self.last_name[:1]).upper() or self.username[:2].upper()

    @property
    def is_absent(self) -> bool:
        today = clock.today()
        return bool(self.absent_from and self.absent_from <= today and (not self.absent_until or self.absent_until >= today))

    @property
    def is_absence_to_come(self) -> bool:
        """Whether an absence is announced that has not begun."""
        return bool(self.absent_from and self.absent_from > clock.today())

    @property
    def must_confirm_details(self) -> bool:
        """Whether a year has passed since the agent said that their entry is right."""
        return self.details_confirmed_on is None or self.details_confirmed_on + CONFIRM_EVERY <= clock.today()


def folded_entry(first_name: str, last_name: str, position_title: str) -> str:
    """What `Agent.folded` holds for these values, for whoever writes agents past `save()`."""
    return cast("FoldedField", Agent._meta.get_field("folded")).folded(first_name, last_name, position_title)
