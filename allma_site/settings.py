"""Django's settings, one file. What an operator may change comes from `allma_site.env`."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from allma_site.common.keys import load_or_create
from allma_site.env import BASE_DIR, env

ENV = env
DATA_DIR = env.data_dir
DATA_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = env.secret_key or load_or_create(DATA_DIR / "secret_key")
ENCRYPTION_KEYS = (env.encryption_keys or load_or_create(DATA_DIR / "encryption_key", fernet=True)).split(",")
DEBUG = env.debug
ALLOWED_HOSTS = env.allowed_hosts
CSRF_TRUSTED_ORIGINS = [env.public_url] if env.public_url else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.secure_cookies
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "channels",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "workspaces",
    "connections",
    "prompts",
    "flows",
    "executions",
    "triggers",
]

MIDDLEWARE = [
    "allma_site.common.middleware.RequestContextMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "allma_site.spa.PanelFiles",
    "allma_site.spa.CompressedAnswers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
]

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/api/v1/docs/"],
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "script-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "font-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    },
}

ROOT_URLCONF = "allma_site.urls"
ASGI_APPLICATION = "allma_site.asgi.application"
WSGI_APPLICATION = "allma_site.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "allma_site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]


def postgres(url: str) -> dict[str, object]:
    """Django's settings for `postgresql://user:password@host:port/name`; a host may be a socket folder (`?host=`)."""
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": "allma", "connect_timeout": 5},
    }


def sqlite() -> dict[str, object]:
    """One file in the data folder: WAL, immediate transactions, a busy timeout in seconds."""
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
    pragmas += " PRAGMA wal_autocheckpoint=4000;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "allma.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
        "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
    }


DATABASES = {"default": postgres(env.database_url) if env.database_url else sqlite()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
PANEL_DIR = BASE_DIR / "frontend" / "dist"
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/assets/.+-[\w-]{8}\.\w+$"
WHITENOISE_ROOT = PANEL_DIR if PANEL_DIR.is_dir() else None

DATA_UPLOAD_MAX_MEMORY_SIZE = env.max_input_bytes + 2**16

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "workspaces.api.authentication.ApiKeyAuthentication",
        "workspaces.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["workspaces.api.permissions.RolePermission"],
    "DEFAULT_PARSER_CLASSES": ["allma_site.common.parsers.GuardedJsonParser"],
    "DEFAULT_RENDERER_CLASSES": ["allma_site.common.renderers.JsonRenderer"],
    "DEFAULT_PAGINATION_CLASS": "allma_site.common.pagination.CursorPagination",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "allma_site.common.problems.exception_handler",
    "UNAUTHENTICATED_USER": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Allma",
    "DESCRIPTION": "Draw, test, publish and run flows durably.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "ExecutionStatus": "executions.engine.status.Status",
        "StepStatus": "executions.engine.status.StepStatus",
        "TransitionKind": "executions.engine.status.TransitionKind",
        "VersionStatus": ["draft", "published", "superseded"],
        "Severity": ["error", "warning"],
        "ContextSide": ["before", "after"],
        "SandboxStatus": ["COMPLETED", "FAILED", "WAITING", "SKIPPED", "DRY_RUN", "CANCELLED"],
    },
}

CELERY_BROKER_URL = env.redis_url or "memory://"
CHANNEL_LAYERS = (
    {"default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [env.redis_url]}}}
    if env.redis_url
    else {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
)

LOGGING_CONFIG = None
LOGIN_URL = "/login"
