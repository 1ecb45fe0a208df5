"""What staff say when somebody asks for help by voice, in ten steps.

The steps follow the organisation's intake taxonomy, section 5. `say` is spoken, in Bangla
whatever language the reader's admin has; `do` is for the one who speaks. Neither holds a
telephone number: numbers to call are dated facts and stand beside the script.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Step:
    """One step: its title, what to say, and what to mind."""

    title: str
    say: tuple[str, ...] = ()
    do: tuple[str, ...] = ()


FIRST_RESPONSE = (
    Step(
        _("Greet, and ask whether it is safe"),
        say=(
            _("Greetings. Is this the person I am looking for? Can you speak now?"),
            _("When would be a good time to call?"),
        ),
        do=(
            _("Say the name OKUP only after the code word, and only if the plan allows it."),
            _("If somebody else answers, say only the cover sentence of the plan."),
        ),
    ),
    Step(
        _("Believe, and do not blame"),
        say=(_("This is not your fault. It is good that you told us."),),
    ),
    Step(
        _("Ask about danger now"),
        say=(
            _("Is anybody hurting you at this moment, or keeping you locked in?"),
            _("Are you thinking of harming yourself?"),
        ),
        do=(
            _("If yes: stay on the line, give the numbers above, and call your supervisor."),
            _("Abroad, name the embassy first: police may hold a person without papers."),
        ),
    ),
    Step(
        _("Ask what is needed first"),
        say=(_("What do you need most, right now?"),),
    ),
    Step(
        _("Ask only the facts that are needed"),
        say=(_("I will ask a few things. You need not answer what you do not want to."),),
        do=(
            _("The questions of this page. Papers are never required."),
            _("Do not ask for details of sexual violence."),
        ),
    ),
    Step(
        _("Say what we can and cannot do"),
        say=(
            _("We will listen, show you the way, and send you to who can help."),
            _("We cannot promise money or a result."),
            _(
                "The help team reads what you tell us. Only when a life is in danger, or a "
                "child, must we tell those who can protect."
            ),
        ),
    ),
    Step(
        _("Ask for consent, for each one by itself"),
        say=(
            _("May we write down and keep what you said?"),
            _("They may be able to help you if we tell them. Shall we tell them?"),
        ),
        do=(
            _("Ask about every office or organisation by its name. A no is a no."),
            _("A relative agrees for themselves only, never for the worker."),
        ),
    ),
    Step(
        _("Keep proof, and take no risk"),
        say=(
            _(
                "Keep receipts, contracts, pictures and messages. If it is safe, take pictures "
                "of them and send them to somebody you trust."
            ),
            _(
                "Before you stop working or leave, speak with the embassy or with us. But if "
                "your life is in danger, go to a safe place first."
            ),
        ),
        do=(_("Never advise to run away, to strike, or to sign anything."),),
    ),
    Step(
        _("Say what comes next"),
        say=(
            _("Please write down this number. With it you can ask us again."),
            _("I will tell you when we call next, and which number you can call."),
        ),
        do=(_("Promise only a day that you can keep."),),
    ),
    Step(
        _("After the call"),
        do=(
            _("Write a note: how urgent it is, and why."),
            _("Tell your supervisor at once about urgency 1 or 2."),
        ),
    ),
)
