"""Where the form “did this help?” of a page is sent to."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from wagtail.models import Page

from guidance.feedback import (
    MAX_SENTENCE,
    SentenceTooLongError,
    TooManySentencesError,
    add_sentence,
    answer_of_token,
    answer_token,
    clean_sentence,
    save_answer_once,
)
from guidance.models import Feedback
from guidance.models.checked_page import CheckedPage
from portal.privacy.origin import is_from_this_site
from portal.privacy.public_forms import URL_ENCODED, kept_nowhere
from portal.privacy.tokens import TokenError


@dataclass
class _Answer:
    """What a reader is answered: `problem` names the message, `typed` what they had written."""

    helped: bool | None = None
    is_counted: bool = False
    # What a sentence can be added to.
    saved: Feedback | None = None
    sentence_saved: bool = False
    problem: str = ""
    typed: str = ""
    status: HTTPStatus = HTTPStatus.OK


@kept_nowhere
def feedback(request: HttpRequest, page_key: UUID) -> HttpResponse:
    """Count a yes or no on a page, or add a sentence to the answer that a token stands for.

    Sets no cookie and reads none. 404 for what is no page with this form; 405, 403 and 422 are
    pages that say what to do and still hold the sentence.
    """
    page = _page(page_key)
    if request.method != "POST":
        return _not_sent(request, page)
    # The form sends nothing else; files would be written to the disk before anybody looks.
    if request.content_type != URL_ENCODED:
        return _show(request, page, _Answer(problem="choose", status=HTTPStatus.BAD_REQUEST))
    typed = request.POST.get("sentence", "")
    if not is_from_this_site(request):
        answer = _Answer(problem="origin", typed=typed, status=HTTPStatus.FORBIDDEN)
    elif "answer" in request.POST:
        answer = _add(page, request.POST["answer"], typed)
    else:
        form = request.POST.get("form", "")
        answer = _count(page, request.POST.get("helped", ""), typed, form)
    return _show(request, page, answer)


def _page(page_key: UUID) -> CheckedPage:
    """The live page of this language. Raises Http404."""
    page = (
        Page.objects.live()
        .public()
        .filter(translation_key=page_key, locale__language_code=get_language())
        .first()
    )
    if page is None or not issubclass(page.specific_class, CheckedPage):
        raise Http404
    return page.specific


def _not_sent(request: HttpRequest, page: CheckedPage) -> HttpResponse:
    answer = _Answer(problem="nothing_sent", status=HTTPStatus.METHOD_NOT_ALLOWED)
    response = _show(request, page, answer)
    response["Allow"] = "POST"
    return response


def _count(page: CheckedPage, helped: str, typed: str, form: str) -> _Answer:
    if helped not in ("yes", "no"):
        return _Answer(problem="choose", typed=typed, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    # An English address may still show Bangla words: they are what helped or did not.
    is_yes = helped == "yes"
    saved = save_answer_once(page.translation_key, page.content_language, is_yes, typed, form)
    if saved is None:
        # The first tap carries the sentence, too.
        return _Answer(helped=is_yes, is_counted=True, sentence_saved=bool(typed.strip()))
    return _with_sentence(saved, typed)


def _add(page: CheckedPage, token: str, typed: str) -> _Answer:
    try:
        saved = answer_of_token(token, page.translation_key)
    except TokenError:
        saved = None
    if saved is None:
        return _Answer(problem="token", typed=typed, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _with_sentence(saved, typed)


def _with_sentence(saved: Feedback, typed: str) -> _Answer:
    answer = _Answer(helped=saved.helped, is_counted=True, saved=saved, typed=typed)
    try:
        sentence = clean_sentence(typed)
        if sentence:
            add_sentence(saved, sentence)
            answer.sentence_saved = True
    except SentenceTooLongError:
        answer.problem, answer.status = "long", HTTPStatus.UNPROCESSABLE_ENTITY
    except TooManySentencesError:
        answer.problem, answer.status = "full", HTTPStatus.TOO_MANY_REQUESTS
    return answer


def _show(request: HttpRequest, page: CheckedPage, answer: _Answer) -> HttpResponse:
    context = {
        "page": page,
        "page_url": page.get_url(request),
        # The other language of this answer is that of the page: here there is nothing to read.
        "language_versions": page.language_versions,
        "answer": answer,
        "token": answer_token(answer.saved) if answer.saved else "",
        "max_sentence": MAX_SENTENCE,
    }
    return render(request, "guidance/feedback/answer.html", context, status=answer.status)
