"""One place that turns DATABASE_URL into Django's DATABASES entry."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

# WAL lets readers go on while one process writes. `synchronous=FULL` makes a commit survive a
# power cut: a request for help that was acknowledged must never be lost.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA mmap_size=134217728;"
    "PRAGMA journal_size_limit=67108864;"
    "PRAGMA cache_size=-16000;"
)

# A database whose machine or network has gone without a word is noticed within 15 seconds; by
# itself the system would wait a quarter of an hour or, for an answer, for ever.
POSTGRESQL_NETWORK = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}


def database_settings(url: str, var_dir: Path) -> dict:
    """Return the `DATABASES["default"]` entry for a database URL.

    An empty `url` means the embedded default: SQLite in `var_dir`. SQLite connections take the
    write lock when a transaction begins (IMMEDIATE), so that two writers wait for each other
    instead of failing half-way.

    Raises ImproperlyConfigured for a database that is neither SQLite nor PostgreSQL.
    """
    if not url:
        var_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        url = f"sqlite:///{var_dir / 'db.sqlite3'}"
    config = environ.Env.db_url_config(url)
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        }
        config["CONN_MAX_AGE"] = 600
    elif config["ENGINE"].endswith("postgresql"):
        config["ENGINE"] = "portal.postgresql"
        config["OPTIONS"] = POSTGRESQL_NETWORK | config.get("OPTIONS", {})
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    else:
        raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:// or postgres://.")
    config["ATOMIC_REQUESTS"] = False
    return config
