"""The values that only a local run has: keys, hosts, the demo account's password.

They are made once, into `local.env` in the site's `var` folder, and never changed: the content
that was sealed with the keys can be opened by nothing else.
"""

import base64
import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path

FILE_NAME = "local.env"
LOCAL_HOSTS = ("localhost", "127.0.0.1")
# Without letters and digits that look alike.
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105
HEADING = (
    "# Made once by `make run`, for this machine only. Keep it as long as you keep the data.\n"
)


def _key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def _password() -> str:
    return "-".join("".join(secrets.choice(PASSWORD_LETTERS) for _ in range(4)) for _ in range(4))


MAKERS = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "FIELD_ENCRYPTION_KEYS": lambda: f"local:{_key()}",
    "FIELD_HASHING_KEY": _key,
    "ALLOWED_HOSTS": lambda: ",".join(LOCAL_HOSTS),
    "HTTPS": lambda: "off",
    "DEMO_PASSWORD": _password,
}


def local_values(var_dir: Path) -> tuple[dict[str, str], list[str]]:
    """Return the local values, and the names of those that were made just now.

    The file is readable by its owner alone. What it already says is never overwritten; only
    names that are missing are added.
    """
    path = var_dir / FILE_NAME
    var_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _create(path, HEADING)
    values = _read(path)
    made = {name: make() for name, make in MAKERS.items() if name not in values}
    if made:
        with path.open("a", encoding="utf-8") as file:
            file.writelines(f"{name}={value}\n" for name, value in made.items())
    return values | made, list(made)


def _create(path: Path, content: str) -> None:
    """Create a file with mode 0600 in one step, unless somebody else was quicker."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        Path(temporary).unlink()


def _read(path: Path) -> dict[str, str]:
    values = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            values[name.strip()] = value.strip()
    return values


def site_environment(
    values: Mapping[str, str], given: Mapping[str, str], settings: str, port: int
) -> dict[str, str]:
    """Return the environment of the site's processes.

    What is `given` by the environment wins over the local `values`. The local hosts are always
    allowed, because that is where the site is looked at.
    """
    environment = {**values, **given, "DJANGO_SETTINGS_MODULE": settings, "PORT": str(port)}
    hosts = [*environment["ALLOWED_HOSTS"].split(","), *LOCAL_HOSTS]
    environment["ALLOWED_HOSTS"] = ",".join(dict.fromkeys(host.strip() for host in hosts if host))
    environment.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
    environment["PYTHONUNBUFFERED"] = "1"
    return environment
