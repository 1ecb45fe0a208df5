"""Runs wagtail-localize's heavy jobs in the worker instead of in an editor's request.

wagtail-localize loads this module while its own models are still being imported, so its
functions are imported where they are used.
"""

from django_tasks import task
from wagtail_localize.tasks import BaseJobBackend


@task()
def synchronize_locales(source_locale_id: int, target_locale_id: int) -> None:
    """Make the target language's tree follow the source language's."""
    from wagtail.models import Locale
    from wagtail_localize.synctree import synchronize_tree

    synchronize_tree(
        Locale.objects.get(pk=source_locale_id), Locale.objects.get(pk=target_locale_id)
    )


@task()
def translate_subtree(page_id: int, locale_ids: list[int], user_id: int | None) -> None:
    """Submit a page and all pages below it for translation."""
    from django.contrib.auth import get_user_model
    from wagtail.models import Locale
    from wagtail_localize.operations import translate_page_subtree

    user = get_user_model().objects.filter(pk=user_id).first()
    locales = list(Locale.objects.filter(pk__in=locale_ids))
    translate_page_subtree(page_id, locales, components=None, user=user)


class TaskJobBackend(BaseJobBackend):
    """Turns wagtail-localize's calls into tasks. Task arguments are JSON, hence keys of rows.

    Raises NotImplementedError for a job that wagtail-localize did not have at version 1.14.
    """

    def enqueue(self, func, args, kwargs):
        if func.__name__ == "synchronize_tree":
            source, target = args
            synchronize_locales.enqueue(source.pk, target.pk)
        elif func.__name__ == "translate_page_subtree":
            page_id, locales, _components, user = args
            translate_subtree.enqueue(page_id, [locale.pk for locale in locales], user.pk)
        else:
            raise NotImplementedError(f"No task for {func.__name__}")
