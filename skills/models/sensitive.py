"""Words that would reveal what an employer must not know (GDPR, article 9): a union, a religion, health, politics, private life.

Free words of the area are refused when they carry one, with a way to say the same skill otherwise.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intranet.base import text

# By category: folded words or phrases; a word ends where it ends, a phrase is looked for as it is.
REVEALING = {
    _("a trade union"): (
        "syndicat", "syndicats", "syndical", "syndicale", "syndicales", "syndicaux", "syndicaliste", "syndique", "syndiquee",
        "cgt", "cfdt", "unsa", "fsu", "cftc", "cfe-cgc", "force ouvriere", "sud solidaires", "trade union", "union rep",
        "union representative",
    ),
    _("a religion"): (
        "eglise", "paroisse", "paroissial", "paroissiale", "mosquee", "synagogue", "catechisme", "catechiste",
        "religieux", "religieuse", "religion", "imam", "pretre", "rabbin", "aumonier", "aumonerie", "coran", "bible",
        "church", "mosque", "parish", "religious",
    ),
    _("health"): (
        "rqth", "ma maladie", "mon handicap", "ma sante", "patient expert", "patiente experte", "seropositif", "seropositive",
        "diabetique", "depressif", "depressive", "bipolaire", "alcooliques anonymes", "travailleur handicape", "my illness",
        "my disability", "my health",
    ),
    _("political opinions"): (
        "parti politique", "parti socialiste", "parti communiste", "les republicains", "rassemblement national",
        "france insoumise", "les ecologistes", "militant", "militante", "militantisme", "campagne electorale", "section du parti",
        "tractage", "political party", "activist", "election campaign",
    ),
    _("private life"): ("lgbt", "lgbtqia", "homosexuel", "homosexuelle", "orientation sexuelle", "sexual orientation"),
}  # fmt: skip

# What the same words often stand for, said without the place.
OTHERWISE = (
    (("tresorier", "tresoriere", "tresorerie", "comptable", "budget", "treasurer"), _("associative budget management")),
    (("negociation", "negocier", "negociateur", "dialogue", "negotiation"), _("social dialogue, negotiation")),
    (("chorale", "chant", "orgue", "choir"), _("singing, music")),
    (("animation", "animateur", "animatrice", "anime", "catechisme", "leader"), _("leading a group")),
    (("communication", "tract", "tracts", "affiche", "affiches", "tractage"), _("communication, layout")),
    (("ecoute", "soutien", "accompagnement", "pair", "support"), _("active listening, peer support")),
)
ANYTHING = _("organising events, leading a group, associative budget management")


@dataclass(frozen=True)
class Revealing:
    """What some words would reveal, and how to say the same skill otherwise."""

    category: str
    otherwise: str

    @property
    def sentence(self) -> str:
        return str(
            _(
                "These words may reveal {category}, which nobody has to say here. Name what you can do, not where: for instance “{otherwise}”."
            )
        ).format(category=self.category, otherwise=self.otherwise)


def revealing(value: str) -> Revealing | None:
    """What `value` would reveal of a person, or None. A word is compared whole and folded: "ÉGLISE" is found, "églisette" is not."""
    folded = f" {' '.join(text.words(value))} "
    for category, words in REVEALING.items():
        if any(f" {' '.join(text.words(word))} " in folded for word in words):
            for starts, otherwise in OTHERWISE:
                if any(f" {word} " in folded for word in starts):
                    return Revealing(str(category), str(otherwise))
            return Revealing(str(category), str(ANYTHING))
    return None


def refuse_revealing(value: str) -> None:
    """Refuse words that would reveal what nobody has to say, with another way to say the same skill: for actions, and as a validator."""
    found = revealing(value)
    if found:
        raise ValidationError(found.sentence)
