"""What imports leave to the worker (`manage.py db_worker`)."""

from django_tasks import task

from programs.value_files import importing

# Behind notices of the help desk: a long file takes a minute.
LOW_PRIORITY = -10


@task(priority=LOW_PRIORITY)
def check_values(key: int) -> None:
    """Check the file of an import (primary key)."""
    importing.check(key)


@task(priority=LOW_PRIORITY)
def write_values(key: int) -> None:
    """Write the values of an import (primary key) that its editor has confirmed."""
    importing.write(key)
    index_references.enqueue(key)


@task(priority=LOW_PRIORITY)
def index_references(key: int) -> None:
    """Note which pages the written values refer to."""
    importing.index_references(key)
