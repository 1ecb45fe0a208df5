"""What the intake asks, in codes that stay and words that may be improved.

The codes follow the organisation's intake taxonomy: who asks, where the worker is, how the
worker went, how to answer safely. What happened stands in helpdesk.problems.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Relation(models.TextChoices):
    """Who is asking."""

    SELF_ABROAD = "self_abroad", _("I am abroad now")
    SELF_RETURNED = "self_returned", _("I have come back")
    SELF_PLANNING = "self_planning", _("I want to go abroad")
    SPOUSE = "spouse", _("I am the wife or husband")
    PARENT = "parent", _("I am the father or mother")
    CHILD = "child", _("I am the son or daughter")
    SIBLING_RELATIVE = "sibling_relative", _("I am a brother, sister or relative")
    NEIGHBOUR_FRIEND = "neighbour_friend", _("I am a neighbour, friend or fellow worker")
    COMMUNITY_LEADER = (
        "community_leader",
        _("I am a UP member, forum member, teacher or imam"),
    )
    ORGANISATION = "organisation", _("I write for another organisation")


SELF_RELATIONS = frozenset({Relation.SELF_ABROAD, Relation.SELF_RETURNED, Relation.SELF_PLANNING})


class Knows(models.TextChoices):
    """Whether the worker knows that somebody asks for help."""

    YES = "yes", _("Yes, the worker knows")
    NO = "no", _("No, the worker does not know")
    CANNOT = "cannot", _("I cannot ask: no contact")


class Place(models.TextChoices):
    """Where the worker is."""

    BD_BEFORE = "bd_before", _("In Bangladesh, has not left yet")
    BD_CHEATED = "bd_cheated", _("In Bangladesh, paid but was not sent")
    TRANSIT = "transit", _("On the way, or stuck in another country")
    ABROAD_WORK = "abroad_work", _("Abroad, at the place of work")
    ABROAD_OUT = "abroad_out", _("Abroad, has left the place of work")
    ABROAD_HELD = "abroad_held", _("Abroad, in jail, in a camp or with the police")
    ABROAD_HOSPITAL = "abroad_hospital", _("Abroad, in hospital")
    ABROAD_EMBASSY = "abroad_embassy", _("At the embassy or in a shelter")
    AIRPORT = "airport", _("At an airport in Bangladesh")
    BD_RETURNED = "bd_returned", _("Back in Bangladesh")
    DEAD = "dead", _("Has died")
    UNKNOWN = "unknown", _("We do not know")


PLACES_IN_BANGLADESH = frozenset(
    {Place.BD_BEFORE, Place.BD_CHEATED, Place.AIRPORT, Place.BD_RETURNED}
)


class HowWent(models.TextChoices):
    """How the worker went abroad. Asked softly: no answer lowers anybody's place in the queue."""

    DOCUMENTED = "documented", _("With papers, through an agency")
    RELATIVE_VISA = "relative_visa", _("On a visa from a relative, or an own one")
    VISIT_VISA = "visit_visa", _("On a visit visa or another visa")
    NO_PAPERS = "no_papers", _("Without papers, or they have run out")
    FORCED = "forced", _("Forced, sold or deceived")
    UNKNOWN = "unknown", _("I do not know")


class Channel(models.TextChoices):
    """How the answer may come. Not being contacted is the default: it is the safest."""

    NONE = "none", _("Do not contact me. I will come back with my code.")
    CALL = "call", _("Telephone call")
    WHATSAPP = "whatsapp", _("WhatsApp")
    IMO = "imo", _("imo")
    TELEGRAM = "telegram", _("Telegram")
    SMS = "sms", _("SMS (only “we have your request”, nothing else)")


class SafeTime(models.TextChoices):
    """When it is safe to call, in Bangladesh's time."""

    MORNING = "morning", _("Morning")
    NOON = "noon", _("Noon")
    AFTERNOON = "afternoon", _("Afternoon")
    EVENING = "evening", _("Evening")
    NIGHT = "night", _("Night")
    ANY = "any", _("Any time")


class WhoMayAnswer(models.TextChoices):
    """Who may pick up the telephone."""

    ME_ONLY = "me_only", _("Only me. If somebody else answers, do not say why you call.")
    FAMILY = "family", _("Somebody at home may answer too")


class Purpose(models.TextChoices):
    """What the asker agrees to, each by itself."""

    HOLD = "hold", _("Keep what I wrote and have the help team read it")
    CONTACT = "contact", _("Contact me in the way that I chose")
    REFER = "refer", _("Tell others who can help")
    STATISTICS = "statistics", _("Count my request in figures, without my name")
    STORY = "story", _("Tell my story to others without my name, so that they learn")


class Recipient(models.TextChoices):
    """To whom a request may be passed on, one consent each."""

    MISSION = "mission", _("Bangladesh's embassy or mission")
    GOVERNMENT = "government", _("Government offices for migrants (BMET, DEMO, the welfare board)")
    POLICE = "police", _("The police")
    LEGAL_AID = "legal_aid", _("Lawyers who help free of charge")
    HEALTH = "health", _("A doctor, hospital or counsellor")
    NGO = "ngo", _("Other organisations that help migrants")


class Subject(models.TextChoices):
    """Whose consent it is. Nobody consents for somebody else."""

    ASKER = "asker", _("the person who asked")
    WORKER = "worker", _("the worker")


class Basis(models.TextChoices):
    """On what a consent rests."""

    FORM = "form", _("given on the website")
    ORAL = "oral", _("given by word of mouth")
    DANGER_TO_LIFE = "danger_to_life", _("danger to life: a supervisor decided")


class Urgency(models.IntegerChoices):
    """How soon a person should answer. The machine proposes, a person decides."""

    NOW = 1, _("1: within an hour")
    TODAY = 2, _("2: the same day")
    THREE_DAYS = 3, _("3: within three days")
    WEEK = 4, _("4: within seven days")


class Status(models.TextChoices):
    """Where a request stands."""

    NEW = "new", _("New")
    IN_PROGRESS = "in_progress", _("In progress")
    WAITING = "waiting", _("Waiting for somebody else")
    CLOSED = "closed", _("Closed")


class Outcome(models.TextChoices):
    """How a closed request ended, in words that tell an onlooker nothing about a person."""

    HELPED = "helped", _("Help was given")
    PASSED_ON = "passed_on", _("Another office or organisation has taken it over")
    INFORMED = "informed", _("Questions were answered")
    NOT_REACHED = "not_reached", _("We could not reach you")
    WITHDRAWN = "withdrawn", _("You asked us to stop")
    NOT_POSSIBLE = "not_possible", _("We could not do anything more")


class Origin(models.TextChoices):
    """By which way a request came."""

    WEB = "web", _("Website")
    PHONE = "phone", _("Telephone")
    WHATSAPP = "whatsapp", _("WhatsApp")
    IMO = "imo", _("imo")
    TELEGRAM = "telegram", _("Telegram")
    VISIT = "visit", _("Visit")


class Route(models.TextChoices):
    """Who works on a request. Whoever fears the local office is never sent there."""

    CENTRAL = "central", _("central help team")
    LOCAL = "local", _("local office of the district")
