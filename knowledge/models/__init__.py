"""What exists: tips, questions and their answers, what readers say of them, and the pages that editors keep true."""

from knowledge.models.marks import Mark, OutdatedFlag
from knowledge.models.pages import Change, GuidePage, KnowledgeIndexPage, ProcedurePage, ReviewTask
from knowledge.models.questions import Answer, HelpPause, Question, Routing
from knowledge.models.tips import Tip

__all__ = [
    "Answer",
    "Change",
    "GuidePage",
    "HelpPause",
    "KnowledgeIndexPage",
    "Mark",
    "OutdatedFlag",
    "ProcedurePage",
    "Question",
    "ReviewTask",
    "Routing",
    "Tip",
]
