"""`manage.py take_down_stories`: unpublish stories whose consent has run out. For every day."""

from django.core.management.base import BaseCommand

from programs.story_consents import take_down_without_consent


class Command(BaseCommand):
    help = "Unpublish stories without a valid consent, in both languages."

    def handle(self, *args, **options):
        for story in take_down_without_consent():
            self.stdout.write(f"Taken down: {story.pk} {story.get_url() or ''}")
