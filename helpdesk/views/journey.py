"""The form that asks for help, one thing per page, all at one address.

A page's button says where to go: `go` is next, back, stay (another language), check, send, or
`edit-…` from the last page. There is no redirect and nothing is stored before it is sent.
"""

import logging

from django.db import Error as AnyDatabaseError
from django.http import HttpResponse
from django.utils.translation import get_language

from helpdesk.automation import looks_automated
from helpdesk.journey.blank_pages import filled_page
from helpdesk.journey.state import JourneyState, Showing, open_state
from helpdesk.journey.steps import (
    CHECK,
    FORMS,
    START,
    bind,
    check_answers,
    field_names,
    is_answered,
    is_further,
    offers_send_now,
    position,
    step_after,
    step_before,
)
from helpdesk.journey.summary import answered_lines
from helpdesk.recordings import recording_of
from helpdesk.submissions import submit
from helpdesk.taxonomy import SELF_RELATIONS, Relation
from helpdesk.views.public import help_page, is_body_only, render_help
from helpdesk.views.receipt import receipt_page, written_down_page
from portal.privacy.tokens import TokenError, TokenExpiredError

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 30


@help_page
def ask_for_help(request):
    """Show the first page, or take one page in and show the next."""
    if request.method != "POST":
        return _start_page(request)
    if request.POST.get("go") == "written":
        return written_down_page(request)
    token = request.POST.get("token", "")
    try:
        state, age = open_state(token)
    except TokenExpiredError:
        return _start_page(request, problem="expired", status=422)
    except (TokenError, TypeError):
        return _begin_with_what_came(request)
    return _Page(request, state, token, age).answer()


def _start_page(request, problem: str = "", status: int = 200):
    state = JourneyState.new()
    state.read = bool(problem)
    return render_help(
        request,
        "helpdesk/journey/start.html",
        {
            "token": state.seal(),
            "problem": problem,
            "recording": recording_of(START, get_language()),
        },
        status=status,
    )


def _begin_with_what_came(request):
    """A damaged token takes the earlier pages with it. What this page brought is kept."""
    state = JourneyState.new()
    state.read = True
    for step in FORMS:
        names = [name for name in field_names(step) if name in request.POST]
        state.take(names, request.POST)
    came = [step for step in FORMS if is_answered(state, step)]
    if not came:
        return _start_page(request, problem="token", status=422)
    # The page with these answers shows them when it comes.
    state.reviewing, state.furthest = True, came[-1]
    page = _Page(request, state, token="", age=0)
    return page.show("who", with_answers=True, problem="token", status=422)


class _Page:
    """One page that was sent, and the answer to it."""

    def __init__(self, request, state: JourneyState, token: str, age: int):
        self.request = request
        self.posted = request.POST
        self.state = state
        self.language = get_language()
        self.came_from = state.step
        self.showing = Showing(state, token, age, from_script=is_body_only(request))

    def answer(self):
        state, step = self.state, self.state.step
        go = self.posted.get("go", "next")
        if go != "send":
            # A request that is sent again shows its receipt: that has rules of its own.
            self.showing.note()
        if self.posted.get("website", "").strip():
            state.answers["website"] = ["filled"]
        self._take(step)
        if go == "stay":
            return self.show(step, with_answers=True)
        if go == "back":
            state.reviewing = True
            return self.show(step_before(state, step), with_answers=True)
        if go.startswith("edit-") and go[5:] in FORMS:
            state.reviewing = state.to_check = True
            return self.show(go[5:], with_answers=True)
        if step in FORMS:
            form = bind(FORMS[step], state.answers, self.language, self._so_far(step))
            if not form.is_valid():
                return self.show(step, form=form, with_answers=True, status=422)
        if go == "send" or (step == CHECK and go != "check"):
            return self._send()
        following = step_after(state, step)
        if state.to_check and not self._is_unanswered(following):
            following = CHECK
        if following == CHECK:
            state.to_check = False
        if is_further(following, state.furthest):
            state.reviewing = False
            state.furthest = following
        return self.show(following, with_answers=state.reviewing or following == CHECK)

    def _take(self, step: str) -> None:
        if step in FORMS:
            self.state.take(field_names(step), self.posted)

    def _is_unanswered(self, step: str) -> bool:
        """Whether a page must be gone through before the last one: a new question came up."""
        return step == "details" and not is_answered(self.state, step)

    def _so_far(self, step: str) -> dict:
        """The answers that a page's questions depend on, as far as they are sound."""
        so_far: dict = {"problems": self.state.answers.get("problems", [])}
        so_far["country"] = "".join(self.state.answers.get("country", []))[:2].upper()
        so_far["phone_typed_now"] = bool(self.posted.get("phone", "").strip())
        return so_far

    def _send(self):
        state = self.state
        checked = check_answers(state, self.language)
        if checked.wrong_step:
            form = bind(FORMS[checked.wrong_step], state.answers, self.language, checked.data)
            state.to_check = True
            return self.show(checked.wrong_step, form=form, with_answers=True, status=422)
        rules = looks_automated(
            checked.data,
            # Who had to read a page a second time is slower than any machine.
            seconds_since_start=10**6 if state.read else state.seconds_since_start,
            honeypot="".join(state.answers.get("website", [])),
        )
        try:
            submission = submit(
                checked.data,
                key=state.key,
                language=self.language,
                looks_automated=bool(rules),
            )
            return receipt_page(self.request, submission)
        except AnyDatabaseError as error:
            # The exception's text may quote what was typed: only its kind is logged.
            logger.error("A request for help could not be stored: %s", type(error).__name__)
            response = self.show(CHECK, problem="database", with_answers=True, status=503)
            response["Retry-After"] = str(RETRY_AFTER_SECONDS)
            return response

    def show(
        self, step: str, *, form=None, with_answers=False, problem: str = "", status: int = 200
    ):
        """Render a page. `with_answers` asks for earlier answers; safety may say no."""
        state = self.state
        if step == START:
            return self._start_again()
        is_own = step == self.came_from and step in FORMS
        has_something = step == CHECK or is_own or is_answered(state, step)
        shown = with_answers and has_something and self._may_show(is_own, problem)
        was_emptied, state.emptied = state.emptied, is_answered(state, step) and not shown
        state.step = step
        relation = "".join(state.answers.get("relation", []))
        context = {
            "step": step,
            "position": position(state, step),
            "problem": problem,
            "is_hidden": state.emptied or (step == CHECK and not shown),
            "send_now": offers_send_now(state, step),
            "is_minor": "is_minor" in state.answers,
            "asks_for_self": relation in SELF_RELATIONS,
            "wants_to_go": relation == Relation.SELF_PLANNING,
        }
        if self._is_the_same_for_everybody(step, form, shown, problem):
            return self._blank_page(step, context)
        context["recording"] = recording_of(step, self.language)
        if step == CHECK:
            context["lines"] = answered_lines(state, self.language) if shown else []
        else:
            context["form"] = self._form_to_show(step, form, shown, is_own)
            # What was hidden before this page was answered is hidden still.
            state.emptied |= is_own and was_emptied
        context["token"] = state.seal()
        return render_help(self.request, f"helpdesk/journey/{step}.html", context, status=status)

    def _is_the_same_for_everybody(self, step: str, form, shown: bool, problem: str) -> bool:
        # The finer choices depend on the big ones, and those are answers.
        chosen = step in (CHECK, "details") or shown or self.state.emptied
        return not (chosen or problem or form is not None)

    def _blank_page(self, step: str, context: dict):
        def render(values: dict) -> str:
            form = FORMS[step](language=self.language, so_far=self._so_far(step))
            recording = recording_of(step, self.language)
            whole = {**context, "form": form, "recording": recording, **values}
            page = render_help(self.request, f"helpdesk/journey/{step}.html", whole)
            return page.content.decode()

        place = context["position"]
        kind = (
            self.request.path,
            is_body_only(self.request),
            place.number,
            place.total,
            *(value for name, value in context.items() if name != "position"),
        )
        return HttpResponse(filled_page(kind, {"token": self.state.seal()}, render))

    def _may_show(self, is_own: bool, problem: str) -> bool:
        if is_own:
            return self.showing.of_this_page
        # While the database is away nobody can say whether a page was sent before. Whoever could
        # not send sees that nothing is lost, as long as nothing else speaks against it.
        is_away = problem == "database" and self.showing.is_first is None
        return self.showing.of_earlier_pages or (is_away and not self.state.hidden)

    def _form_to_show(self, step: str, form, shown: bool, is_own: bool):
        form_class, shared = FORMS[step], {"so_far": self._so_far(step)}
        if shown and is_own:
            # As it was typed, whole: the token keeps no more than the longest answer.
            to_show = form_class(self.posted, language=self.language, **shared)
        elif shown:
            to_show = bind(form_class, self.state.answers, self.language, shared["so_far"])
        elif is_answered(self.state, step):
            # No choice is made beforehand: it would take the place of the one that is kept.
            nothing = dict.fromkeys(field_names(step))
            to_show = form_class(initial=nothing, language=self.language, **shared)
        else:
            to_show = form_class(language=self.language, **shared)
        to_show.show_errors_of(form)
        return to_show

    def _start_again(self):
        """The first page, with the state of this journey: nothing is lost by looking at it."""
        self.state.step = START
        return render_help(
            self.request,
            "helpdesk/journey/start.html",
            {"token": self.state.seal(), "recording": recording_of(START, self.language)},
        )
