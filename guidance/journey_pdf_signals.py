"""Keeps the PDFs of journeys in step with what they are made from.

New words are offered once the worker has made them; until then readers get the older PDF with its
date. What was withdrawn is different: a PDF with a changed or withdrawn fact, or with a step that
is gone, is not handed out until it was made anew.
"""

from functools import partial

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from guidance.journey_pdf import withhold
from guidance.models import GuidePage, JourneyPdf, StagePage
from guidance.tasks import journeys_have_changed
from portal.reference.models import Fact, GlossaryTerm


@receiver([page_published, page_slug_changed])
def follow_new_words(sender, instance, **kwargs):
    if isinstance(instance, GuidePage | StagePage):
        _wake_after_commit(_stages_of([instance.path]))


@receiver([page_unpublished, pre_delete])
def follow_withdrawn_step(sender, instance, **kwargs):
    if isinstance(instance, GuidePage):
        keys = _stages_of([instance.path])
        withhold(keys)
        _wake_after_commit(keys)


@receiver(post_page_move)
def follow_move(sender, instance, parent_page_before, parent_page_after, **kwargs):
    if isinstance(instance, GuidePage | StagePage):
        _wake_after_commit(
            _stages_of([instance.path, parent_page_before.path, parent_page_after.path])
        )


@receiver([post_save, pre_delete], sender=Fact)
def follow_fact(sender, instance, raw=False, **kwargs):
    """No PDF is handed out until the worker has looked whether the fact stands in it.

    Wagtail's reference index knows where facts are used, but only once the worker has written it:
    too late for a number that is wrong.
    """
    if not raw:
        _withhold_all()


@receiver([post_save, post_delete], sender=PageViewRestriction)
def follow_restriction(sender, instance, raw=False, **kwargs):
    """A step that is not for everybody any more leaves the journey."""
    if not raw:
        _withhold_all()


@receiver([post_save, post_delete], sender=GlossaryTerm)
def follow_word(sender, instance, raw=False, **kwargs):
    """Any text may use the word: the worker finds out which ones do."""
    if not raw:
        _wake_after_commit(list(StagePage.objects.live().values_list("pk", flat=True)))


@receiver(post_delete, sender=JourneyPdf)
def delete_file(sender, instance, **kwargs):
    """A PDF goes with its row, which goes with its stage."""
    transaction.on_commit(lambda: instance.file.storage.delete(instance.file.name))


def _withhold_all() -> None:
    keys = list(StagePage.objects.live().values_list("pk", flat=True))
    withhold(keys)
    _wake_after_commit(keys)


def _stages_of(paths) -> list[int]:
    """Return the keys of the stages at or above tree paths, in both languages. One query."""
    starts = {path[:length] for path in paths for length in (len(path), len(path) - Page.steplen)}
    if not starts:
        return []
    here = StagePage.objects.filter(path__in=starts).values("translation_key")
    return list(
        StagePage.objects.filter(Q(path__in=starts) | Q(translation_key__in=here)).values_list(
            "pk", flat=True
        )
    )


def _wake_after_commit(keys: list[int]) -> None:
    if keys:
        transaction.on_commit(partial(journeys_have_changed, keys))
