"""Settings that every environment shares. What differs is read from the environment.

The variables are listed in docs/operations.md. Nothing here needs more than Python: the
database is SQLite, the cache is the process's memory, e-mail goes to the console.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.utils.translation import gettext_lazy as _

from portal.settings.databases import database_settings

ROOT = Path(__file__).resolve().parents[3]
env = environ.Env()

VAR_DIR = Path(env.str("VAR_DIR", default=str(ROOT / "var")))

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
# The address people know the site by: canonical links, feeds and e-mails are built from it.
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    # First, because it registers its permission policy before anything else asks for one.
    "wagtailmedia",
    # The floors of the house, top to bottom (docs/architecture.md).
    "home",
    "guidance",
    "programs",
    "publications",
    "helpdesk",
    "directory",
    "portal.search",
    "portal.reference",
    "portal.privacy",
    "portal.core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "phonenumber_field",
    "csp",
    "django_permissions_policy",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

# Installed only where both keys exist. Offered on a page of its own to those whose request was
# set aside because it looks automated; loaded on their tap, and never the only door.
RECAPTCHA_PUBLIC_KEY = env.str("RECAPTCHA_PUBLIC_KEY", default="")
RECAPTCHA_PRIVATE_KEY = env.str("RECAPTCHA_PRIVATE_KEY", default="")
RECAPTCHA_ENABLED = bool(RECAPTCHA_PUBLIC_KEY and RECAPTCHA_PRIVATE_KEY)
# Seconds. Whoever waits for Google's answer waits on a page without one.
RECAPTCHA_VERIFY_REQUEST_TIMEOUT = 5
if RECAPTCHA_ENABLED:
    INSTALLED_APPS.append("django_recaptcha")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "portal.core.middleware.ContentSecurityPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "portal.core.middleware.PathLanguageMiddleware",
    "portal.core.middleware.StaffCookiesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["portal.core.templatetags.portal_tags"],
        },
    }
]

DATABASES = {"default": database_settings(env.str("DATABASE_URL", default=""), VAR_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    # Seconds. A cache that hangs must not hold up a page for longer than it saves.
    REDIS_TIMEOUTS = {"SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 2}
    # Redis may be away and every page must come all the same; /readyz says that it is.
    REDIS_MAY_BE_AWAY = {**REDIS_TIMEOUTS, "IGNORE_EXCEPTIONS": True}
    CACHES = {
        "default": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "okup",
            "OPTIONS": REDIS_MAY_BE_AWAY,
        },
        "renditions": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "okup-renditions",
            "TIMEOUT": 60 * 60 * 24,
            "OPTIONS": REDIS_MAY_BE_AWAY,
        },
        # Counts of typed codes (helpdesk.guessing), which notes itself that they are not counted.
        "attempts": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "okup-attempts",
            "OPTIONS": REDIS_TIMEOUTS,
        },
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "default",
            # Another process may have published: what is remembered here is short-lived.
            "TIMEOUT": 30,
        },
        "renditions": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "renditions",
            "TIMEOUT": 600,
        },
        # Counts of typed codes (helpdesk.guessing): a flood of them must not push out the rest.
        "attempts": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "attempts",
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        },
    }

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "core.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"

# --- Languages -------------------------------------------------------------------------
# Bangla is the source language and stands at the root; English lives under /en/.
LANGUAGE_CODE = "bn"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("bn", _("Bangla")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Dhaka"
USE_THOUSAND_SEPARATOR = False

# --- Files -----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"

STORAGES = {
    "default": {"BACKEND": "portal.core.storages.FolderStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    # What people send with a request for help, always encrypted (helpdesk.files.vault).
    "case_files": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": VAR_DIR / "case-files",
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
}
S3_OPTIONS = {
    "region_name": env.str("AWS_S3_REGION_NAME", default=None),
    "endpoint_url": env.str("AWS_S3_ENDPOINT_URL", default=None),
    "access_key": env.str("AWS_ACCESS_KEY_ID", default=None),
    "secret_key": env.str("AWS_SECRET_ACCESS_KEY", default=None),
    "default_acl": None,
    "querystring_auth": True,
    "file_overwrite": False,
}
AWS_STORAGE_BUCKET_NAME = env.str("AWS_STORAGE_BUCKET_NAME", default="")
if AWS_STORAGE_BUCKET_NAME:
    STORAGES["default"] = {
        "BACKEND": "portal.core.bucket_storage.BucketStorage",
        "OPTIONS": {
            **S3_OPTIONS,
            "bucket_name": AWS_STORAGE_BUCKET_NAME,
        },
    }
# A bucket of its own: the other one's files are public.
AWS_CASE_FILES_BUCKET_NAME = env.str("AWS_CASE_FILES_BUCKET_NAME", default="")
if AWS_CASE_FILES_BUCKET_NAME:
    STORAGES["case_files"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            **S3_OPTIONS,
            "bucket_name": AWS_CASE_FILES_BUCKET_NAME,
            "default_acl": "private",
        },
    }
# clamd's `host:port` or the path of its Unix socket. Empty: nothing is scanned.
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="")

FILE_UPLOAD_HANDLERS = [
    # Stops at the limit of documents; everything else goes on to Django's own.
    "portal.core.documents.upload_handlers.DocumentUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# The admin's page editor sends a field per block: a long guide has several thousand.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Wagtail ---------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "OKUP"
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_BASE_URL = SITE_URL
# The admin is a few per cent translated to Bangla: English by default, Bangla by profile.
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("bn", "বাংলা")]
# Django's own slug rules drop Bangla vowel signs: দালাল would become দলল.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "core/password_required.html"
WAGTAILIMAGES_IMAGE_MODEL = "core.CustomImage"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "avif", "webp": "webp"}
WAGTAILDOCS_DOCUMENT_MODEL = "core.CustomDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.core.document_forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# As portal.core.documents.refusals says it.
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILMEDIA = {
    "MEDIA_MODEL": "core.CustomMedia",
    "MEDIA_FORM_BASE": "portal.core.media_forms.MediaForm",
    # What phones play: portal.core.sound looks into the files.
    "AUDIO_EXTENSIONS": ["aac", "m4a", "mp3", "ogg", "wav"],
}
WAGTAILSEARCH_BACKENDS = {
    # The admin's searches.
    "default": {"BACKEND": "wagtail.search.backends.database"},
    # What visitors find: written to as the other one, asked by portal.search.finding.
    "public": {"BACKEND": "portal.search.index_backend"},
}
# No embed is ever fetched: nothing on a public page loads from another host.
WAGTAILEMBEDS_FINDERS = []
# A page that is not translated at all must not go live in English by itself.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_JOBS = {"BACKEND": "portal.core.translation_jobs.TaskJobBackend"}
SILENCED_SYSTEM_CHECKS = [
    "django_recaptcha.recaptcha_test_key_error",
    # Frames: see X_FRAME_OPTIONS below.
    "security.W019",
]

# --- People's safety -------------------------------------------------------------------
# Keys for personal fields (docs/operations.md): the first key of the list seals, all open.
FIELD_ENCRYPTION_KEYS = env.list("FIELD_ENCRYPTION_KEYS", default=[])
FIELD_HASHING_KEY = env.str("FIELD_HASHING_KEY", default="")
# Where "leave quickly" leads: a page that nobody wonders about.
QUICK_EXIT_URL = env.str("QUICK_EXIT_URL", default="https://www.google.com/search?q=weather")
# Read by error and help pages when the database cannot be: see portal.reference.last_good.
LAST_GOOD_DIR = VAR_DIR / "last-good"

PHONENUMBER_DEFAULT_REGION = "BD"
PHONENUMBER_DB_FORMAT = "E164"

SECURE_CONTENT_TYPE_NOSNIFF = True
# `no-referrer` makes browsers send `Origin: null`, which would break the public forms.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# The admin shows previews in a frame of its own; public pages forbid frames by their CSP.
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_PATH = "/admin/"
CSRF_COOKIE_PATH = "/admin/"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"

PERMISSIONS_POLICY = {
    feature: []
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
}

# --- E-mail and logs -------------------------------------------------------------------
# Seconds for each step of a letter: a mail server that hangs must not hold up the worker.
EMAIL_TIMEOUT = 20
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
# Letters and harvesters are given it: an address at this machine's own name would be none.
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default=f"webmaster@{urlsplit(SITE_URL).hostname}"
)

# Errors go to the log alone, never by e-mail: Django's error mail carries what was typed.
DEFAULT_EXCEPTION_REPORTER_FILTER = "portal.privacy.reports.NoPersonalWordsFilter"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_personal_words": {"()": "portal.privacy.reports.DropRequestDetails"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["no_personal_words"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
