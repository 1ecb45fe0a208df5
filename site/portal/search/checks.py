"""System checks of the search."""

from django.core.checks import Error, Tags, register
from django.db import DatabaseError, connections

# A letter of Bangla with its vowel sign, and a dari that must not stick to it.
_PROBE = "SELECT to_tsvector('simple', 'খরচ।') = to_tsvector('simple', 'খরচ'), lower('É') = 'é'"


@register(Tags.database)
def check_letters_are_known(app_configs, databases=None, **kwargs):
    """A PostgreSQL database must know the letters of Bangla, which a plain `C` ctype does not."""
    errors = []
    for alias in databases or ():
        connection = connections[alias]
        if connection.vendor != "postgresql":
            continue
        try:
            with connection.cursor() as cursor:
                cursor.execute(_PROBE)
                knows = cursor.fetchone() == (True, True)
                cursor.execute("SHOW server_encoding")
                (encoding,) = cursor.fetchone()
        except DatabaseError:
            # Whether it can be reached is another check's business; another encoding fails here.
            knows, encoding = False, "unknown"
        if not knows or encoding != "UTF8":
            errors.append(
                Error(
                    f"The database “{alias}” does not know the letters of Bangla.",
                    hint="Make it as UTF8 with a UTF-8 ctype: CREATE DATABASE … TEMPLATE template0"
                    " ENCODING 'UTF8' LC_CTYPE 'C.UTF-8'.",
                    id="search.E001",
                )
            )
    return errors
