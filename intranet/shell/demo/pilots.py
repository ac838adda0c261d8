"""The demo's pilots: SANU in its ninth week of twenty-four; one that stopped and taught; one that waits for its sponsor; one proposed.

Told by the same actions as people use, on the day when each happened. Leaves SANU in `demo.things["pilots.sanu"]`.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from ideas.models import Decision
from intranet.base import clock
from intranet.directory.models import Agent, Territory
from intranet.discussion.models import Comment
from intranet.jobs.models import Job
from intranet.notifications.models import Notification
from intranet.shell.demo import Demo
from intranet.shell.demo import pilots_texts as texts
from pilots.actions import feedback as listening
from pilots.actions import gates, grants, indicators, mandates
from pilots.actions import pilots as piloting
from pilots.actions.indicators import Entry
from pilots.models import Feedback, Indicator, Membership, Pilot, SponsorCommitment
from pilots.models.gates import Gate, Kind


def load(demo: Demo) -> None:
    """Fill the pilots of the demo organisation."""
    sanu = _sanu(demo)
    demo.things["pilots.sanu"] = sanu
    _measures(demo, sanu)
    _heard(demo, sanu)
    _comments(demo, sanu)
    _stopped(demo)
    _waiting_for_its_sponsor(demo)
    _proposed(demo)
    # Nobody is told of the past.
    Notification.objects.filter(kind__startswith="pilots.").delete()
    Job.objects.filter(key__startswith="mail:pilots.").delete()


def _territory(name: str) -> list[Territory]:
    return list(Territory.objects.filter(name=name))


def _skills(demo: Demo, *slugs: str) -> list:
    return [demo.things[f"skill:{slug}"] for slug in slugs if f"skill:{slug}" in demo.things]


def _framed(values: dict, *, on: date, **more) -> dict:
    changes = {k: v for k, v in values.items() if k != "costs"} | more
    if changes.get("social_dialogue") == "consulted":
        changes["social_dialogue_on"] = on
    return changes


def _monday(demo: Demo) -> int:
    """How many days ago the present week began (0 or negative)."""
    return -demo.today.weekday()


def _sanu(demo: Demo) -> Pilot:
    lea, karim, nadia, helene = (demo.people[name] for name in ("lea", "karim", "nadia", "helene"))
    start = _monday(demo) - 56  # week 9 of 24
    decision: Decision | None = demo.things.get("ideas.sanu_decision")
    with clock.told_at(demo.at(-77, 9)):
        pilot = piloting.propose_pilot(
            agent=nadia,
            title=texts.SANU["title"],
            question=texts.SANU["question"],
            problem=texts.SANU["problem"],
            origin="" if decision else "Campagne « Du guichet au chez-soi »",
            decision=decision,
            lead=lea,
            territories=_territory("Territoire 2"),
            code="sanu",
        )
        gates.decide_gate(
            pilot=pilot,
            agent=nadia,
            gate=Gate.FRAMING,
            kind=Kind.GO,
            reasons="Le problème est posé sans sa solution, l’équipe est volontaire et la décision est publiée.",
        )
        piloting.frame_pilot(
            pilot=pilot,
            agent=lea,
            changes=_framed(
                texts.SANU,
                on=demo.at(-80).date(),
                planned_weeks=24,
                reply_days=10,
                is_feedback_open=True,
                starts_on=demo.at(start).date(),
                next_review_on=demo.at(28).date(),
            ),
            skills=_skills(demo, "mediation-numerique", "accueil-physique", "aide-aux-demarches"),
        )
        for name, unit, changes, gain, cost, help_, headcount in texts.SANU_AUDIENCES:
            piloting.set_audience(
                pilot=pilot,
                agent=lea,
                name=name,
                unit=demo.units.get(unit),
                what_changes=changes,
                added_value=gain,
                cost=cost,
                help=help_,
                headcount=headcount,
            )
        lead = piloting.add_member(pilot=pilot, agent=lea, person=lea, role=Membership.Role.LEAD, share_of_time=40)
        piloting.add_member(pilot=pilot, agent=lea, person=karim, role=Membership.Role.TEAM)
        piloting.add_member(pilot=pilot, agent=lea, person=nadia, role=Membership.Role.TEAM)
        if lea.manager:
            piloting.agree_time(member=lead, agent=lea.manager)
        mandate = mandates.propose_mandate(
            pilot=pilot,
            agent=lea,
            sponsor=helene,
            text=texts.MANDATE,
            starts_on=demo.at(-75).date(),
            ends_on=demo.at(126).date(),
            commitments=[(what, demo.at(due).date()) for what, due, _kept in texts.COMMITMENTS],
        )
    with clock.told_at(demo.at(-75, 18, 20)):
        mandate.refresh_from_db()
        mandates.accept_mandate(mandate=mandate, agent=helene, fingerprint=mandate.fingerprint())
    for what, _due, kept in texts.COMMITMENTS:
        if kept is not None:
            SponsorCommitment.objects.filter(mandate=mandate, what=what).update(done_on=demo.at(kept).date())
    _indicators(demo, pilot)
    with clock.told_at(demo.at(-71, 11)):
        gates.decide_gate(
            pilot=pilot,
            agent=helene,
            gate=Gate.READY,
            kind=Kind.GO,
            reasons="L’équipe sait ce qu’elle essaie, pour qui, et comment elle saura. Je tiens les deux demi-journées.",
            next_review_on=demo.at(28).date(),
        )
    with clock.told_at(demo.at(-70, 10)):
        piloting.announce_change(
            pilot=pilot,
            agent=lea,
            title="Le SANU arrive dans les six accueils du territoire 2",
            what_changes="Une personne, une borne et une ligne téléphonique pour finir une démarche le jour même. Ouverture dans un mois, après "
            "l’installation des bornes.",
            effective_on=demo.at(start + 14).date(),
            stays_the_same="Les horaires d’accueil, et le droit de faire sa démarche sur papier.",
            cost="Deux heures de formation par agent d’accueil.",
            help="Formation, tutoriel, et un numéro interne pour poser une question.",
        )
    with clock.told_at(demo.at(start, 9)):
        gates.decide_gate(
            pilot=pilot,
            agent=lea,
            gate=Gate.RUNNING,
            kind=Kind.GO,
            reasons="Le mandat est accepté, les agents concernés sont prévenus, les bornes sont livrées : nous commençons par l’installation.",
        )
    with clock.told_at(demo.at(start + 14, 9)):
        indicators.mark_curve(
            pilot=pilot, agent=lea, happened_on=demo.at(start + 14).date(), label="Ouverture du SANU", since="l’ouverture", kind="opening"
        )
    pilot.refresh_from_db()
    return pilot


def _indicators(demo: Demo, pilot: Pilot) -> None:
    lea, karim = demo.people["lea"], demo.people["karim"]
    first = _monday(demo) - 105
    with clock.told_at(demo.at(-74, 15)):
        referrals = indicators.define_indicator(
            pilot=pilot,
            agent=lea,
            name="Renvois d’un guichet à l’autre, par semaine",
            question="Renvoie-t-on encore les gens d’un guichet à l’autre ?",
            dimension="impact",
            shape="number",
            unit="renvois par semaine",
            direction="down",
            method="Une croix sur la fiche de l’accueil chaque fois qu’une personne est envoyée ailleurs. Relevé le vendredi.",
            source="Fiches d’accueil des six sites",
            owner=karim,
            frequency="weekly",
            baseline_from=demo.at(first).date(),
            baseline_to=demo.at(first + 62).date(),
            baseline_n=9,
            is_headline=True,
        )
        indicators.set_target(
            indicator=referrals,
            agent=lea,
            value=Decimal(16),
            starts_on=demo.at(first + 63).date(),
            due_on=demo.at(_monday(demo) + 112).date(),
            rationale="Moitié moins qu’avant, comme le dit la décision.",
        )
        indicators.define_indicator(
            pilot=pilot,
            agent=lea,
            name="Attente à l’accueil, en minutes",
            question="Aide-t-on les uns en faisant attendre les autres ?",
            dimension="side_effect",
            shape="number",
            unit="minutes d’attente",
            direction="down",
            method="Médiane des tickets du jour, moyenne de la semaine.",
            source="Bornes à tickets",
            owner=karim,
            frequency="weekly",
            baseline_from=demo.at(first).date(),
            baseline_to=demo.at(first + 62).date(),
        )
        indicators.define_indicator(
            pilot=pilot,
            agent=lea,
            name="Démarches menées à terme le jour même",
            question="Ceux que nous aidons vont-ils au bout ?",
            dimension="useful",
            shape="rate",
            unit="des démarches",
            direction="up",
            method="Démarches finies le jour même, sur celles commencées avec le SANU.",
            source="Carnet du SANU",
            owner=lea,
            frequency="weekly",
            baseline_none_reason="Personne ne suivait une démarche d’un guichet à l’autre avant le SANU.",
        )


def _measures(demo: Demo, pilot: Pilot) -> None:
    lea = demo.people["lea"]
    first = _monday(demo) - 105
    found = {i.dimension: i for i in Indicator.objects.filter(pilot=pilot)}
    weeks = [demo.at(first + 7 * w).date() for w in range(15)]
    with clock.told_at(demo.at(0, 8)):
        for dimension, values in (("impact", texts.BEFORE_AND_AFTER), ("side_effect", texts.WAITING)):
            entries = [Entry(start=day, end=day + timedelta(6), value=Decimal(v)) for day, v in zip(weeks, values, strict=True)]
            indicators.enter_measures(indicator=found[dimension], agent=lea, entries=entries)
        entries = [
            Entry(start=day, end=day + timedelta(6), numerator=Decimal(a), denominator=Decimal(b))
            for day, (a, b) in zip(weeks[9:], texts.CARRIED_THROUGH, strict=True)
        ]
        indicators.enter_measures(indicator=found["useful"], agent=lea, entries=entries)


def _voices(demo: Demo, pilot: Pilot) -> Iterator[Agent]:
    """Colleagues of the audience, one after another, never the team nor the sponsor."""
    part = {a.pk for a in pilot.people()}
    codes = [unit.path for code in ("accueil", "action-sociale") if (unit := demo.units.get(code))]
    concerned = [a for a in demo.agents if a.pk not in part and a.unit_id and any(a.unit.path.startswith(p) for p in codes)]
    others = [demo.people[name] for name in ("sofia", "ines", "paul")]
    people = (concerned if len(concerned) >= 10 else others) or others
    while True:
        yield from people


def _heard(demo: Demo, pilot: Pilot) -> None:
    lea, karim, nadia = (demo.people[name] for name in ("lea", "karim", "nadia"))
    voices = _voices(demo, pilot)
    desk, social, _public = list(pilot.audiences.order_by("position"))

    def say(text: str, kind: str, days: int, hour: int = 11, *, audience=desk, channel: str = "online") -> Feedback:
        with clock.told_at(demo.at(days, hour)):
            return listening.give_feedback(pilot=pilot, agent=next(voices), text=text, kind=kind, audience=audience, channel=channel)

    kiosk = [say(text, "obstacle", -38 + n, audience=desk if n % 3 else social) for n, text in enumerate(texts.HIDDEN_KIOSK)]
    saturday = [say(text, "idea", -33 + n, channel="desk" if n % 2 else "online") for n, text in enumerate(texts.SATURDAY)]
    tutorial = [say(text, "accessibility" if n == 4 else "obstacle", -20 + n, audience=social) for n, text in enumerate(texts.TUTORIAL)]
    for days, theme, items, owner in (
        (-26, "Place de la borne", kiosk, lea),
        (-27, "Ouverture le samedi", saturday, lea),
        (-12, "Tutoriel trop rapide", tutorial, nadia),
    ):
        with clock.told_at(demo.at(days, 14)):
            listening.triage(feedback=items[0], agent=lea, owner=owner, theme=theme)
            for item in items[1:]:
                listening.merge(feedback=item, agent=lea, into=items[0])
    moved = _monday(demo) - 21
    with clock.told_at(demo.at(moved, 8, 30)):
        listening.adjust(
            pilot=pilot,
            agent=lea,
            what="Borne déplacée face à l’entrée",
            effective_on=demo.at(moved).date(),
            said="La borne est hors de vue depuis l’accueil.",
            text="déplacée face à l’entrée, visible du guichet",
            answers=[kiosk[0]],
        )
    with clock.told_at(demo.at(-24, 16)):
        listening.reply(
            feedback=saturday[0],
            agent=lea,
            outcome="refused",
            said="Il faudrait ouvrir le samedi.",
            text="L’appel depuis chez soi est ouvert à la place, de 8 h à 19 h en semaine.",
            reason="le site n’a pas de gardien le samedi",
        )
    with clock.told_at(demo.at(-10, 16)):
        listening.reply(
            feedback=tutorial[0],
            agent=nadia,
            outcome="in_progress",
            said="Le tutoriel va trop vite.",
            text="nouvelle version, avec pause et sous-titres",
            due_on=demo.at(9).date(),
        )
    for n, (kind, text, outcome, answer) in enumerate(texts.ALONE):
        item = say(text, kind, -36 + 3 * n, 10)
        with clock.told_at(demo.at(-33 + 3 * n, 15)):
            listening.reply(
                feedback=item, agent=karim if n % 2 else lea, outcome=outcome, said=text[:190], text=answer, is_published=outcome == "done"
            )
    for kind, text, theme, owner, days, due in texts.OPEN:
        item = say(text, kind, days, 7)
        with clock.told_at(demo.at(days, 7, 30)):
            if owner:
                listening.triage(feedback=item, agent=lea, owner=demo.people[owner], theme=theme, due_on=demo.at(due).date())


def _comments(demo: Demo, pilot: Pilot) -> None:
    for name, days, body in texts.COMMENTS:
        comment = Comment.objects.create(about=pilot, author=demo.people[name], body=body)
        Comment.objects.filter(pk=comment.pk).update(created_at=demo.at(days, 10, 12))


def _other_sponsor(demo: Demo, *, but: str) -> Agent:
    """The head of a unit of the demo, else somebody who is not the lead."""
    unit = demo.units.get("mdph")
    head = unit.head if unit is not None else None
    return head or demo.people["helene" if but != "helene" else "paul"]


def _stopped(demo: Demo) -> None:
    """A pilot that stopped, with what it taught."""
    karim, nadia = demo.people["karim"], demo.people["nadia"]
    sponsor = _other_sponsor(demo, but="karim")
    start = _monday(demo) - 182
    with clock.told_at(demo.at(start - 40, 9)):
        pilot = piloting.propose_pilot(
            agent=karim,
            title=texts.SMS["title"],
            question=texts.SMS["question"],
            problem=texts.SMS["problem"],
            origin="Demande de la maison des personnes handicapées",
            territories=_territory("Territoire 1"),
            code="rappel-sms",
        )
        gates.decide_gate(
            pilot=pilot, agent=nadia, gate=Gate.FRAMING, kind=Kind.GO, reasons="Un problème mesuré, une équipe, une durée courte."
        )
        piloting.frame_pilot(
            pilot=pilot,
            agent=karim,
            changes=_framed(
                texts.SMS, on=demo.at(start - 40).date(), planned_weeks=12, is_feedback_open=True, starts_on=demo.at(start).date()
            ),
            skills=_skills(demo, "accueil-telephonique", "aide-aux-demarches"),
        )
        piloting.set_audience(
            pilot=pilot,
            agent=karim,
            name="Évaluateur, évaluatrice",
            unit=demo.units.get("mdph-evaluation") or demo.units.get("mdph"),
            what_changes="Un message part la veille de chaque rendez-vous",
            added_value="Moins de créneaux perdus",
        )
        lead = piloting.add_member(pilot=pilot, agent=karim, person=karim, role=Membership.Role.LEAD, share_of_time=20)
        if karim.manager:
            piloting.agree_time(member=lead, agent=karim.manager)
        mandate = mandates.propose_mandate(
            pilot=pilot,
            agent=karim,
            sponsor=sponsor,
            text="Vous répondez de cet essai de douze semaines et vous décidez à la fin, avec vos raisons.",
            starts_on=demo.at(start - 40).date(),
            ends_on=demo.at(start + 140).date(),
            commitments=[("Financer les envois", demo.at(start).date())],
        )
    with clock.told_at(demo.at(start - 35, 9)):
        mandate.refresh_from_db()
        mandates.accept_mandate(mandate=mandate, agent=sponsor, fingerprint=mandate.fingerprint())
        missed = indicators.define_indicator(
            pilot=pilot,
            agent=karim,
            name="Rendez-vous manqués",
            question="Vient-on davantage aux rendez-vous ?",
            dimension="impact",
            shape="rate",
            unit="des rendez-vous",
            direction="down",
            owner=karim,
            frequency="weekly",
            baseline_from=demo.at(start - 70).date(),
            baseline_to=demo.at(start - 1).date(),
            is_headline=True,
        )
        indicators.set_target(
            indicator=missed, agent=karim, value=Decimal(10), starts_on=demo.at(start).date(), due_on=demo.at(start + 84).date()
        )
        gates.decide_gate(
            pilot=pilot,
            agent=sponsor,
            gate=Gate.READY,
            kind=Kind.GO,
            reasons="L’essai est court et son arrêt est prévu s’il ne change rien.",
        )
        piloting.announce_change(
            pilot=pilot,
            agent=karim,
            title="Un SMS la veille des rendez-vous d’évaluation",
            what_changes="Chaque personne reçoit un message la veille.",
            effective_on=demo.at(start).date(),
        )
    mandates.keep_commitment(commitment=SponsorCommitment.objects.get(mandate=mandate), agent=sponsor)
    SponsorCommitment.objects.filter(mandate=mandate).update(done_on=demo.at(start - 3).date())
    with clock.told_at(demo.at(start, 9)):
        gates.decide_gate(pilot=pilot, agent=karim, gate=Gate.RUNNING, kind=Kind.GO, reasons="Les envois sont prêts.")
        indicators.mark_curve(
            pilot=pilot, agent=karim, happened_on=demo.at(start).date(), label="Premier envoi", since="le premier envoi", kind="opening"
        )
    with clock.told_at(demo.at(start + 57, 9)):
        weeks = [demo.at(start - 70 + 7 * w).date() for w in range(len(texts.SMS_MISSED))]
        indicators.enter_measures(
            indicator=missed,
            agent=karim,
            entries=[
                Entry(start=day, end=day + timedelta(6), numerator=Decimal(a), denominator=Decimal(b))
                for day, (a, b) in zip(weeks, texts.SMS_MISSED, strict=True)
            ],
        )
        piloting.frame_pilot(pilot=pilot, agent=karim, changes={"costs": texts.SMS["costs"]})
        gates.decide_gate(
            pilot=pilot, agent=karim, gate=Gate.REVIEW, kind=Kind.GO, reasons="Huit semaines suffisent pour voir que rien ne bouge."
        )
    with clock.told_at(demo.at(start + 64, 17)):
        gates.decide_gate(
            pilot=pilot,
            agent=sponsor,
            gate=Gate.OUTCOME,
            kind=Kind.STOP,
            reasons=texts.SMS_REASONS,
            lessons=texts.SMS_LESSONS,
            consulted="L’équipe du pilote, les évaluateurs, deux personnes convoquées",
        )
    demo.things["pilots.stopped"] = pilot


def _waiting_for_its_sponsor(demo: Demo) -> None:
    """A framing that lacks its sponsor's answer: Hélène's."""
    paul, karim, nadia, helene = (demo.people[name] for name in ("paul", "karim", "nadia", "helene"))
    with clock.told_at(demo.at(-12, 9)):
        pilot = piloting.propose_pilot(
            agent=karim,
            title=texts.TUESDAY["title"],
            question=texts.TUESDAY["question"],
            problem=texts.TUESDAY["problem"],
            origin="Remarques faites au guichet de Cannes depuis l’été",
            lead=paul,
            territories=_territory("Territoire 2"),
            code="mardi-sans-rendez-vous",
        )
        gates.decide_gate(
            pilot=pilot, agent=nadia, gate=Gate.FRAMING, kind=Kind.GO, reasons="Le problème est compté, l’équipe est prête à l’essayer."
        )
        piloting.frame_pilot(
            pilot=pilot, agent=paul, changes=_framed(texts.TUESDAY, on=demo.at(-12).date(), planned_weeks=12, is_feedback_open=True)
        )
        piloting.set_audience(
            pilot=pilot,
            agent=paul,
            name="Agent d’accueil à Cannes",
            unit=demo.units.get("accueil-cannes") or demo.units.get("accueil"),
            what_changes="Le mardi après-midi, deux personnes reçoivent sans rendez-vous",
            added_value="Moins de colère au guichet le reste de la semaine",
        )
        piloting.add_member(pilot=pilot, agent=paul, person=karim, role=Membership.Role.TEAM)
    with clock.told_at(demo.at(-2, 9)):
        mandate = mandates.propose_mandate(
            pilot=pilot,
            agent=paul,
            sponsor=helene,
            text=texts.TUESDAY_MANDATE,
            starts_on=demo.today,
            ends_on=demo.at(120).date(),
            commitments=[("Libérer deux agents le mardi après-midi", demo.at(21).date()), ("Venir voir une fois", demo.at(60).date())],
        )
    demo.things["pilots.waiting"] = pilot
    demo.things["pilots.mandate_to_accept"] = mandate


def _proposed(demo: Demo) -> None:
    """A pilot in its first words: a facilitator opens its framing."""
    author = next((a for a in demo.agents if a.unit_id and a.unit.code == "apa"), demo.people["ines"])
    with clock.told_at(demo.at(-5, 14)):
        piloting.propose_pilot(agent=author, code="tablettes-a-domicile", **texts.TABLETS)
    grants.reconcile_grants()
