"""What happened: eight big choices and a ninth, then the finer ones of the intake taxonomy.

Codes A1 to Z, their usual urgency and who is to see them follow the organisation's intake
taxonomy. Every finer code belongs to exactly one big choice, so that it is asked only once.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.taxonomy import Urgency


class Problem(models.TextChoices):
    """The eight choices that everybody understands, and the ninth."""

    DANGER = "danger", _("In danger, locked in, or cannot go on")
    NO_NEWS = "no_news", _("No news of the person")
    NOT_PAID = "not_paid", _("Wages not paid, or cut")
    PAPERS_POLICE = "papers_police", _("Papers taken away, police or jail")
    ILL_DEAD = "ill_dead", _("Ill, injured, or has died")
    COME_HOME = "come_home", _("Wants to come home")
    CHEATED = "cheated", _("Cheated of money")
    RETURNED = "returned", _("Came back and needs support")
    OTHER = "other", _("Something else, or I cannot say")


class Subproblem(models.TextChoices):
    """The finer choices. None has to be chosen, and none asks for details that hurt."""

    VIOLENCE = "A1", _("Beaten, locked in or threatened")
    SEXUAL_VIOLENCE = "A2", _("Forced into something bad, or dishonoured")
    TRAFFICKED = "A3", _("Sold, held for ransom, or kept in a scam centre")
    SUICIDE = "A4", _("Does not want to live, cannot sleep, cries")
    MISSING = "A5", _("Nothing heard for a long time")
    WAGES = "B1", _("No wages, too little, or money cut")
    OTHER_WORK = "B2", _("The work is not what was promised")
    DESTITUTE = "B3", _("No work, nothing to eat, no place to sleep")
    PASSPORT_KEPT = "B4", _("Passport or telephone taken away")
    OVERWORK = "B5", _("Far too much work, no day off")
    PERMIT = "B6", _("Work permit (iqama) not made, or run out")
    RUNAWAY_REPORT = "B7", _("Reported as a runaway (huroob)")
    ARREST = "B8", _("Caught by the police, in jail, or to be sent back")
    ILL_ABROAD = "B9", _("Ill, injured or pregnant abroad")
    WAR = "B10", _("War or disaster")
    COME_HOME = "B11", _("Wants to return to Bangladesh")
    NOT_SENT = "C1", _("Money taken but not sent abroad, or the broker has vanished")
    OFFER_TRUE = "C2", _("Is the agency or the visa genuine?")
    OVERCHARGED = "C3", _("They ask for too much money")
    MEDICAL_TEST = "C4", _("Called unfit at the medical test, or asked for money there")
    HOW_TO_GO = "C5", _("How to go safely, training, loan")
    FAMILY_FORCE = "C6", _("The family forces or forbids, or a child is to be married")
    ARRIVING = "D1", _("Arrives in Bangladesh ill, injured or without money")
    DEATH = "D2", _("Has died abroad: bringing the body home, burial, grant")
    DUES = "D3", _("Money still owed after return")
    TREATMENT = "D4", _("Needs treatment")
    SHELTER = "D5", _("Nowhere to stay, or not let into the house")
    REJECTED = "D6", _("The family does not accept the person, or divorce")
    COUNSELLING = "D7", _("Feels low and wants somebody to talk to")
    LIVELIHOOD = "D8", _("Wants work, a business, training or a loan")
    DEBT = "D9", _("Debts, or a lender who threatens")
    REMITTANCE = "E1", _("Money sent home was wasted or shared out")
    CHILD_LEFT = "E2", _("Nobody looks after a child, or it does not go to school")
    SPOUSE = "E3", _("Husband or wife is violent, or has gone away")
    HEALTH_TEST = "E4", _("A test or treatment that nobody should know about")
    CLIMATE = "F1", _("Land or work lost to the river or salt")
    COMPLAINT = "G1", _("A complaint about OKUP or another organisation")
    CANNOT_SAY = "Z", _("Something else, or I cannot write it")


SUBPROBLEMS = {
    Problem.DANGER: (
        Subproblem.VIOLENCE,
        Subproblem.SEXUAL_VIOLENCE,
        Subproblem.TRAFFICKED,
        Subproblem.SUICIDE,
        Subproblem.DESTITUTE,
        Subproblem.WAR,
    ),
    Problem.NO_NEWS: (Subproblem.MISSING,),
    Problem.NOT_PAID: (Subproblem.WAGES, Subproblem.OTHER_WORK, Subproblem.OVERWORK),
    Problem.PAPERS_POLICE: (
        Subproblem.PASSPORT_KEPT,
        Subproblem.ARREST,
        Subproblem.RUNAWAY_REPORT,
        Subproblem.PERMIT,
    ),
    Problem.ILL_DEAD: (
        Subproblem.ILL_ABROAD,
        Subproblem.ARRIVING,
        Subproblem.DEATH,
        Subproblem.TREATMENT,
        Subproblem.HEALTH_TEST,
    ),
    Problem.COME_HOME: (Subproblem.COME_HOME,),
    Problem.CHEATED: (
        Subproblem.NOT_SENT,
        Subproblem.OVERCHARGED,
        Subproblem.MEDICAL_TEST,
        Subproblem.REMITTANCE,
    ),
    Problem.RETURNED: (
        Subproblem.SHELTER,
        Subproblem.REJECTED,
        Subproblem.SPOUSE,
        Subproblem.COUNSELLING,
        Subproblem.DUES,
        Subproblem.DEBT,
        Subproblem.LIVELIHOOD,
    ),
    Problem.OTHER: (
        Subproblem.OFFER_TRUE,
        Subproblem.HOW_TO_GO,
        Subproblem.FAMILY_FORCE,
        Subproblem.CHILD_LEFT,
        Subproblem.CLIMATE,
        Subproblem.COMPLAINT,
        Subproblem.CANNOT_SAY,
    ),
}

# Only supervisors see these from the first second: trafficking, sexual violence, children, and
# complaints, which must not be read by whom they are about.
RESTRICTED = frozenset(
    {
        Subproblem.SEXUAL_VIOLENCE,
        Subproblem.TRAFFICKED,
        Subproblem.FAMILY_FORCE,
        Subproblem.CHILD_LEFT,
        Subproblem.COMPLAINT,
    }
)

# The usual urgency of each choice; the most urgent one counts. Where the taxonomy says "1 to 2"
# or "2 to 3" the more urgent level stands: a person may lower it, the machine never does.
USUAL_URGENCY: dict[str, int] = {
    Problem.DANGER: Urgency.NOW,
    Problem.NO_NEWS: Urgency.TODAY,
    Problem.NOT_PAID: Urgency.THREE_DAYS,
    Problem.PAPERS_POLICE: Urgency.TODAY,
    Problem.ILL_DEAD: Urgency.TODAY,
    Problem.COME_HOME: Urgency.TODAY,
    Problem.CHEATED: Urgency.THREE_DAYS,
    Problem.RETURNED: Urgency.THREE_DAYS,
    Problem.OTHER: Urgency.THREE_DAYS,
    **dict.fromkeys(("A1", "A2", "A3", "A4", "B9", "B10", "D1", "D5"), Urgency.NOW),
    **dict.fromkeys(
        ("A5", "B3", "B4", "B7", "B8", "B11", "C6", "D2", "D4", "D9", "E2", "E3", "G1"),
        Urgency.TODAY,
    ),
    **dict.fromkeys(
        ("B1", "B2", "B5", "B6", "C1", "C2", "D3", "D6", "D7", "E4", "Z"), Urgency.THREE_DAYS
    ),
    **dict.fromkeys(("C3", "C4", "C5", "D8", "E1", "F1"), Urgency.WEEK),
}


def big_choices_with_finer(problems: list[str]) -> list[tuple[Problem, tuple[Subproblem, ...]]]:
    """Return the chosen big choices that have more than one finer choice, in their order."""
    return [
        (problem, finer)
        for problem, finer in SUBPROBLEMS.items()
        if problem in problems and len(finer) > 1
    ]


def with_only_finer(problems: list[str], chosen: list[str]) -> list[str]:
    """Return the finer choices that count: those chosen, and those that need no question.

    A finer choice whose big one was taken back falls away.
    """
    counted = []
    for problem, finer in SUBPROBLEMS.items():
        if problem not in problems:
            continue
        counted += finer if len(finer) == 1 else [code for code in finer if code in chosen]
    return [str(code) for code in dict.fromkeys(counted)]


def propose_urgency(problems: list[str], finer: list[str], is_minor: bool) -> int:
    """Return the most urgent level that the answers call for. A child's request is never last."""
    level = min(USUAL_URGENCY[code] for code in [*problems, *finer])
    return min(level, Urgency.TODAY) if is_minor else level


def is_restricted(finer: list[str], is_minor: bool) -> bool:
    """Whether only supervisors may see the request."""
    return is_minor or bool(RESTRICTED.intersection(finer))
