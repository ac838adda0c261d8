"""What came of it: a recurring problem answered without a vote, and what people did, recognised on their skills, a procedure left behind."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType

from ideas.actions import decisions
from ideas.models import RecurringProblem
from intranet.base import clock
from intranet.jobs.models import Job
from intranet.shell.demo import Demo
from knowledge.models import ProcedurePage
from skills import actions
from skills.models import AgentSkill, Evidence, Visibility

# Who accepts what was proposed, on which of their skills.
ACCEPTED = (("karim", "idea", "aide-aux-demarches"), ("karim", "pilot", "accueil-physique"))


def load(demo: Demo) -> None:
    """Answer the small signatures, and accept what was proposed to Karim."""
    _answer_a_problem(demo)
    _recognise(demo)
    _recognise_the_tip(demo)
    _leave_a_procedure(demo)


def _answer_a_problem(demo: Demo) -> None:
    subject = RecurringProblem.objects.filter(title__startswith="Trop de signatures").first()
    if subject is None:
        return
    helene = demo.people["helene"]
    started = clock.now()
    with clock.told_at(demo.at(-60, 11)):
        draft = decisions.draft_decision(
            agent=helene,
            subject=subject,
            outcome="transferred",
            explanation=(
                "Les seuils de signature relèvent de la direction des finances et de la commande publique, pas de mon mandat. "
                "Je lui transmets les signalements et l’idée d’un seul visa sous mille euros ; elle répond à ses auteurs avant le printemps."
            ),
            reasons=[
                {
                    "criterion": "Qui peut décider",
                    "finding": "Les délégations de signature sont fixées par arrêté, hors du périmètre des solidarités.",
                },
                {"criterion": "Effet pour les agents", "finding": "Réel : deux à quatre jours d’attente pour de petites fournitures."},
            ],
            alternatives="Attendre la prochaine campagne : cela aurait laissé les auteurs sans réponse.",
        )
        decisions.publish_decision(agent=helene, decision=draft)
    Job.objects.filter(name__startswith="ideas.", done_at=None, run_after__lte=started).delete()


def _recognise(demo: Demo) -> None:
    for name, kind, slug in ACCEPTED:
        agent = demo.people[name]
        proposed = Evidence.objects.filter(agent=agent, kind=kind, status=Evidence.Status.PROPOSED).first()
        declared = AgentSkill.objects.filter(agent=agent, skill__slug=slug, valid_to=None).first()
        if proposed and declared:
            with clock.told_at(demo.at(-2, 9) - timedelta(minutes=3)):
                actions.accept_evidence(agent=agent, evidence=proposed, declared=declared)


def _leave_a_procedure(demo: Demo) -> None:
    """The team of the SANU wrote down how to act for somebody."""
    pilot = demo.things.get("pilots.sanu")
    page = ProcedurePage.objects.filter(title__contains="Aidants Connect").first()
    if pilot and page:
        kind = ContentType.objects.get_for_model(pilot)
        ProcedurePage.objects.filter(pk=page.pk).update(origin_type=kind, origin_id=pilot.pk)


def _recognise_the_tip(demo: Demo) -> None:
    """Whoever left the tip of the SANU accepts that it shows what they know."""
    tip = demo.things.get("knowledge.sanu_tip")
    if tip is None:
        return
    actions.propose_evidence(agent=tip.author, kind=Evidence.Kind.TIP, about=tip, title=tip.title)
    proposed = Evidence.objects.filter(agent=tip.author, kind=Evidence.Kind.TIP).first()
    declared = (
        AgentSkill.objects.filter(agent=tip.author, visibility=Visibility.EVERYONE, level__gte=3, valid_to=None).order_by("pk").first()
    )
    if proposed and declared:
        actions.accept_evidence(agent=tip.author, evidence=proposed, declared=declared)
