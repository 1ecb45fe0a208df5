"""`manage.py load_demo`: fill the site with its demo content, in both languages."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from home.demo.load import load_demo
from home.demo.loading import Count, NoPlace
from home.demo.translation import UnequalLanguages


class Command(BaseCommand):
    """Loads what is missing, updates what has changed, leaves alone what people have edited."""

    help = "Load the demo content from home/demo_content. Can be run again at any time."

    def add_arguments(self, parser):
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Also replace what people have edited or unpublished since the last load.",
        )

    def handle(self, *args, **options):
        self.is_silent = options["verbosity"] == 0
        try:
            with _quiet_log(unless=options["verbosity"] > 1):
                counts = load_demo(options["overwrite"], self._report)
        except (NoPlace, UnequalLanguages, ValidationError) as error:
            raise CommandError(str(error)) from error
        new = sum(count.new for count in counts)
        updated = sum(count.updated for count in counts)
        total = sum(count.total for count in counts)
        if new or updated:
            self._say(f"{total} items: {new} new, {updated} updated.")
        else:
            self._say(f"Nothing has changed: {total} items compared.")
        for name in [name for count in counts for name in count.left_alone]:
            self._say(f"Left alone, because somebody has edited it: {name}")
        for remark in [count.remark for count in counts if count.remark]:
            self._say(remark)

    def _report(self, name: str, count: Count) -> None:
        if count.new or count.updated:
            self._say(f"{name}: {count.total} ({count.new} new, {count.updated} updated)")

    def _say(self, line: str) -> None:
        if not self.is_silent:
            self.stdout.write(line)
            self.stdout.flush()


@contextmanager
def _quiet_log(unless: bool) -> Iterator[None]:
    """Keep Wagtail from logging a line for every revision: a first load makes hundreds."""
    logger = logging.getLogger("wagtail")
    level = logger.level
    if not unless:
        logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)
