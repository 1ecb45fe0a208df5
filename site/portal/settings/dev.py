"""For `make dev`: reloads on change, shows errors, keeps no secret worth having."""

import os
from pathlib import Path

import environ

# The keys that `make run` made, so that what was sealed there opens under `manage.py` too.
_VAR_DIR = os.environ.get("VAR_DIR") or Path(__file__).resolve().parents[3] / "var"
environ.Env.read_env(Path(_VAR_DIR) / "local.env")

from portal.settings.base import *  # noqa: E402

DEBUG = True
SECRET_KEY = SECRET_KEY or "development-only-secret-key-that-protects-nothing-at-all-000000"
ALLOWED_HOSTS = ["*"]
FIELD_ENCRYPTION_KEYS = FIELD_ENCRYPTION_KEYS or ["dev:" + "A" * 43 + "="]
FIELD_HASHING_KEY = FIELD_HASHING_KEY or "B" * 43 + "="
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
