"""For the tests: SQLite unless DATABASE_URL says otherwise, fast password hashes, no waiting."""

import tempfile

from portal.settings.base import *

SECRET_KEY = "test-secret-key-that-protects-nothing-at-all-0000000000000000000"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
FIELD_ENCRYPTION_KEYS = ["t2:" + "C" * 43 + "=", "t1:" + "D" * 43 + "="]
FIELD_HASHING_KEY = "E" * 43 + "="

VAR_DIR = Path(tempfile.mkdtemp(prefix="okup-test-"))
MEDIA_ROOT = VAR_DIR / "media"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir()
LAST_GOOD_DIR = VAR_DIR / "last-good"
if not env.str("DATABASE_URL", default=""):
    DATABASES = {"default": database_settings("", VAR_DIR)}
    # A file, not memory: browser tests read it from the server's threads.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    # Bangla needs UTF-8, whatever the server's usual template is.
    DATABASES["default"]["TEST"] = {"TEMPLATE": "template0", "CHARSET": "UTF8"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["case_files"]["OPTIONS"]["location"] = VAR_DIR / "case-files"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
