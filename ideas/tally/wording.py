"""The steps of a count and the refusals of a recount, as plain sentences in the active language."""

from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "unreadable": _("This file cannot be read: it is neither a pack of a vote nor its JSON document."),
    "not_a_pack": _("This file is not the pack of a vote of Traverse, or a part of it is missing."),
    "hash": _("The pack was altered: its part “{detail}” does not have the fingerprint written in it."),
    "order": _("The ballots of the pack are not in their canonical order."),
    "doubled": _("Two ballots of the pack carry the same receipt."),
    "too_many_ballots": _("The pack holds more ballots than the roll has people."),
    "ballot": _("A ballot of the pack does not follow the rules of the vote ({detail})."),
    "unknown_method": _("The pack was counted by a method that this version does not know ({detail})."),
    "result": _("The recount does not give the result written in the pack. What differs: {detail}."),
    "expected": _("The pack agrees with itself, but its fingerprint is not the one expected: it is {detail}."),
}


def refusal(code: str, detail: str = "") -> str:
    """Why a pack is refused."""
    return str(SENTENCES[code]).format(detail=detail)


def percent(part: int, whole: int) -> str:
    """`part` of `whole` in percent, rounded to the nearest unit (halves up): 261 of 412 → "63 %"."""
    value = (200 * part + whole) // (2 * whole) if whole else 0
    return gettext("{value}%").format(value=value)


def pct(value: str) -> str:
    """A percentage of the rules ("40", "100/3") as written for people."""
    fraction = Fraction(value)
    if fraction.denominator == 1:
        return gettext("{value}%").format(value=fraction.numerator)
    tenths = fraction.numerator * 10 // fraction.denominator
    return gettext("{value}%").format(value=number_format(f"{tenths // 10}.{tenths % 10}", decimal_pos=1))


def quorum(result: dict) -> str:
    """The sentence of the quorum of a result."""
    rule, ballots, roll_size = result["quorum"], result["ballots"], result["roll_size"]
    if Fraction(rule["pct"]) == 0:
        return gettext("The rules ask for no quorum.")
    values = {"needed": rule["needed"], "pct": pct(rule["pct"]), "roll_size": roll_size, "ballots": ballots}
    asked = (
        gettext("The quorum is at least {pct} of the roll, that is {needed} ballots, blank ones included: there are {ballots}.")
        if rule["cmp"] == ">="
        else gettext("The quorum is more than {pct} of the roll, that is {needed} ballots, blank ones included: there are {ballots}.")
    ).format(**values)
    end = gettext("It is reached.") if rule["met"] else gettext("It is missed: the result is consultative, and an answer is still due.")
    return f"{asked} {end}"


def sentences(result: dict, titles: dict[int, str]) -> list[str]:
    """The count of `result` told step by step; `titles` are those of the options by number."""
    return [_sentence(step, titles) for step in result["steps"]]


def _sentence(step: dict, titles: dict[int, str]) -> str:
    def quoted(number: int) -> str:
        return gettext("“{title}”").format(title=titles[number])

    match step["step"]:
        case "roll":
            return ngettext(
                "The roll was frozen at the announcement: {n} person may vote.",
                "The roll was frozen at the announcement: {n} people may vote.",
                step["roll_size"],
            ).format(n=step["roll_size"])
        case "received":
            received = ngettext("{n} ballot was received", "{n} ballots were received", step["ballots"]).format(n=step["ballots"])
            blank = ngettext("{n} of them blank", "{n} of them blank", step["blanks"]).format(n=step["blanks"])
            return gettext("At the close, {received}, {blank}.").format(received=received, blank=blank)
        case "quorum":
            return quorum({"quorum": step, "ballots": step["ballots"], "roll_size": step["roll_size"]})
        case "option":
            return ngettext("{title} is chosen on {n} ballot.", "{title} is chosen on {n} ballots.", step["votes"]).format(
                title=quoted(step["option"]), n=step["votes"]
            )
        case "marks":
            return gettext(
                "Check: that makes {marks} choices in all, on {expressed} ballots that are not blank, of at most {max_choices} each."
            ).format(**step)
        case "tie":
            names = ", ".join(quoted(draw["option"]) for draw in step["draws"])
            return gettext(
                "Equal at {votes}: {names}. The lot puts them in this order (smallest SHA-256 of “seed:number” first, seed {seed})."
            ).format(votes=step["votes"], names=names, seed=step["seed"])
        case "first":
            if not step["options"]:
                return gettext("No option was chosen on any ballot.")
            names = ", ".join(quoted(number) for number in step["options"])
            return ngettext("The first is {names}.", "The first {n} are {names}.", len(step["options"])).format(
                n=len(step["options"]), names=names
            )
    raise LookupError(step["step"])
