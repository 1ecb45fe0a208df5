"""`manage.py rotate_keys`: wrap every data key under the current master key."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.privacy.ciphers import CannotOpenError
from portal.privacy.keys import UnknownKeyError, key_ring
from portal.privacy.models import DataKey

BATCH = 200


class Command(BaseCommand):
    """Shows progress, may be stopped at any time and started again: it goes on where it was.

    Data keys that do not open are left as they are and named at the end, with exit code 1.
    """

    help = "Wrap every data key under the first key of FIELD_ENCRYPTION_KEYS."

    def handle(self, *args, **options):
        current = key_ring().current
        waiting = DataKey.objects.filter(wrapped__isnull=False).exclude(master_key=current)
        total, done, last = waiting.count(), 0, None
        failed: list[str] = []
        while True:
            left = waiting if last is None else waiting.filter(pk__gt=last)
            with transaction.atomic():
                batch = list(left.select_for_update().order_by("pk")[:BATCH])
                failed += [str(data_key.pk) for data_key in batch if not _rewrap(data_key)]
            if not batch:
                break
            # Behind what failed: asked for again it would come first for ever.
            last = batch[-1].pk
            done += len(batch)
            self.stdout.write(f"{done - len(failed)} of {total} data keys wrapped under {current}")
        if failed:
            raise CommandError(
                f"{len(failed)} data keys do not open with the keys of FIELD_ENCRYPTION_KEYS. "
                "Keep the old master keys. Their ids:\n" + "\n".join(failed)
            )
        self.stdout.write(self.style.SUCCESS(f"All data keys are wrapped under {current}."))


def _rewrap(data_key: DataKey) -> bool:
    """Wrap one data key again. Returns whether it opened."""
    try:
        data_key.rewrap()
    except (CannotOpenError, UnknownKeyError):
        return False
    return True
