"""Django's settings, all of them derived from the environment (see environment.py)."""

import os
from datetime import timedelta
from typing import Any

import django_stubs_ext
from django.contrib.messages import constants as messages
from django.utils.csp import CSP

from packgrid import __version__
from packgrid.config.client_errors import drop_traceback
from packgrid.config.redaction import RedactingFormatter
from packgrid.config.variables import read_environment, setting_warnings
from packgrid.lib.git_hosts import name_hosts
from packgrid.lib.index_credentials import find_addresses

django_stubs_ext.monkeypatch()  # lets Django's classes be written with their types: ModelAdmin[Package]

ENVIRONMENT = read_environment(os.environ)
SETTING_WARNINGS = setting_warnings(os.environ)

VERSION = __version__
DEBUG = ENVIRONMENT.is_debug
SECRET_KEY = ENVIRONMENT.signing_key
ALLOWED_HOSTS = ENVIRONMENT.hosts
SITE_TITLE = ENVIRONMENT.site_title
SUBJECT = ENVIRONMENT.subject
SEARCH_EXAMPLES = ENVIRONMENT.search_examples
SECURITY_CONTACT = ENVIRONMENT.security_contact
SITE_URL = ENVIRONMENT.site_url
MAIL_SITE_URL = SITE_URL or f"http://localhost:{ENVIRONMENT.port}"
PYPI_URL = ENVIRONMENT.pypi
INDEX_URL = ENVIRONMENT.simple_index
FEED_URL = ENVIRONMENT.feed_url
PRIVATE_INDEXES = find_addresses(ENVIRONMENT.private_indexes, ENVIRONMENT.index_logins, os.environ.get("NETRC"))
FEED_EVERY = timedelta(seconds=ENVIRONMENT.feed_s)
FULL_LIST_EVERY = timedelta(hours=ENVIRONMENT.full_list_h)
PYPISTATS_URL = ENVIRONMENT.address_of("pypistats")
TOP_DOWNLOADS_URL = ENVIRONMENT.address_of("top_downloads")
OSV_URL = ENVIRONMENT.address_of("osv")
OSV_EVERY = timedelta(hours=ENVIRONMENT.osv_hours)
DEPSDEV_URL = ENVIRONMENT.address_of("depsdev")
GITHUB_TOKEN = ENVIRONMENT.github_token
GITHUB_API_URL = ENVIRONMENT.github_api_url
GITHUB_GRAPHQL_URL = ENVIRONMENT.github_graphql_url
GITLAB_TOKEN = ENVIRONMENT.gitlab_token
GITLAB_API_URL = ENVIRONMENT.gitlab_api_url
BITBUCKET_API_URL = ENVIRONMENT.bitbucket_api_url
CODEBERG_API_URL = ENVIRONMENT.codeberg_api_url
FORGES = ENVIRONMENT.forges
name_hosts({host: kind for host, (kind, _base) in FORGES.items()})
GIT_HOST_TOKENS = ENVIRONMENT.git_host_tokens
GIT_URL = ENVIRONMENT.git_url
GIT_CACHE = ENVIRONMENT.data_dir / "git"
GIT_CACHE_BYTES = ENVIRONMENT.git_cache_mb * 1_000_000
IS_DISTRIBUTED = ENVIRONMENT.is_distributed
CLAIM = timedelta(seconds=ENVIRONMENT.claim_s)
TIMEOUT_S = ENVIRONMENT.timeout_s
PRIVATE_HOSTS = ENVIRONMENT.callable_hosts
REFRESH = ENVIRONMENT.is_refreshing
LISTEN_HOST = ENVIRONMENT.host
LISTEN_PORT = ENVIRONMENT.port
WEB_WORKERS = ENVIRONMENT.web_workers
PIN_WORKERS = ENVIRONMENT.has_pinned_workers
WORKER_CORES_LOCK = ENVIRONMENT.data_dir / "worker-cores.lock"
RESPONSE_CACHE = ENVIRONMENT.has_response_cache
PREPARED_PAGES = ENVIRONMENT.prepared_pages
PAGE_PREPARATION_LOCK = ENVIRONMENT.data_dir / "page-preparation.lock"
README_PICTURES = ENVIRONMENT.has_readme_pictures
README_PICTURES_BYTES = ENVIRONMENT.readme_pictures_mb * 1_000_000
README_PICTURES_FOLDER = ENVIRONMENT.data_dir / "readme-pictures"
RESPONSE_CACHE_BYTES = ENVIRONMENT.response_cache_mb * 1_000_000
RESPONSE_CACHE_DISK_BYTES = ENVIRONMENT.response_cache_disk_mb * 1_000_000
PAGE_STORE_FILE = ENVIRONMENT.data_dir / "pages.sqlite3"
CDN_TAG_HEADER = ENVIRONMENT.cdn_tag_header
ACCESS_LOG = ENVIRONMENT.has_access_log

INSTALLED_APPS = [
    "packgrid.accounts",
    "packgrid.revisions",
    "packgrid.projections",
    "packgrid.catalogue",
    "packgrid.history",
    "packgrid.assessment",
    "packgrid.comparison",
    "packgrid.community",
    "packgrid.refresh",
    "packgrid.search",
    "packgrid.httpcache",
    "packgrid.api.v4",
    "packgrid.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.github",
    "allauth.socialaccount.providers.gitlab",
    "rest_framework",
    "packgrid.web.administration.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.syndication",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

if not ENVIRONMENT.is_sqlite:
    INSTALLED_APPS.insert(0, "procrastinate.contrib.django")
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = ["packgrid.refresh.engines.distributed"] if ENVIRONMENT.is_distributed else []

MIDDLEWARE = [
    "packgrid.httpcache.middleware.HttpCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "packgrid.config.clean_requests.clean_requests",
    "packgrid.api.v4.fast_path.FastPathMiddleware",
    "packgrid.httpcache.prepared_page_middleware.PreparedPageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "packgrid.api.redirects.SlashMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "packgrid.accounts.sessions.SessionTrackingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "packgrid.web.former_addresses.FormerAddressMiddleware",
]

ROOT_URLCONF = "packgrid.config.urls"
WSGI_APPLICATION = "packgrid.config.wsgi.application"

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "packgrid.web.context.add_site",
]
# Our pages are Jinja2's; those of allauth, Django REST framework and the admin Django's (decisions/0034-jinja2.md).
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "OPTIONS": {
            "environment": "packgrid.web.jinja2_environment.make_environment",
            "context_processors": CONTEXT_PROCESSORS,
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT_PROCESSORS},
    },
]

# WAL lets readers go on while one writes; IMMEDIATE takes the write lock at the start, because a transaction that reads
# first and writes later fails when another writer came between (docs/decisions/0003-sqlite-first-class.md).
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-4000; "
    "PRAGMA mmap_size=67108864;",
}
DATABASE: dict[str, Any] = {**ENVIRONMENT.database, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
if ENVIRONMENT.is_sqlite:
    DATABASE["OPTIONS"] = SQLITE
DATABASES = {"default": DATABASE}
# Limits of sign-in are counted in it (docs/decisions/0024-sign-in-limits.md).
CACHES = {"default": {"BACKEND": "packgrid.accounts.shared_cache.SharedCache"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SCOPES = {"github": ["user:email"], "gitlab": ["read_user"]}
SIGN_IN_HOSTS = {"github": "https://github.com", "gitlab": "https://gitlab.com"}

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "packgrid.accounts.backends.AccountBackend",
    # These two are asked for nothing; sessions that began with them stay valid.
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"

# How people sign in: accounts/adapters.py has what a setting cannot say.
SIGN_UP_IS_OPEN = ENVIRONMENT.sign_up == "open"
ACCOUNT_ADAPTER = "packgrid.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "packgrid.accounts.forms.AddEmailForm",
    "change_password": "packgrid.accounts.forms.ChangePasswordForm",
    "login": "packgrid.accounts.forms.SignInForm",
    "reauthenticate": "packgrid.accounts.forms.PasswordAgainForm",
    "reset_password": "packgrid.accounts.forms.RequestPasswordForm",
    "reset_password_from_key": "packgrid.accounts.forms.NewPasswordForm",
    "set_password": "packgrid.accounts.forms.SetPasswordForm",
    "signup": "packgrid.accounts.forms.SignUpForm",
}
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = "strict"  # several sign-ups may wait for one address; one of them confirms it
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{SITE_TITLE}] "
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENVIRONMENT.is_https else "http"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_USERNAME_MIN_LENGTH = 2
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENVIRONMENT.is_https else 0  # limits are counted by address
SOCIALACCOUNT_ADAPTER = "packgrid.accounts.adapters.GitHostAdapter"
SOCIALACCOUNT_PROVIDERS = {
    host: {"APPS": [{"client_id": client_id, "secret": secret}], "SCOPE": SCOPES[host]}
    for host, (client_id, secret) in ENVIRONMENT.sign_in_keys.items()
}
SOCIALACCOUNT_FORMS = {"signup": "packgrid.accounts.forms.ProviderSignUpForm"}
MFA_ADAPTER = "packgrid.accounts.adapters.SecondStepAdapter"
MFA_FORMS = {
    "activate_totp": "packgrid.accounts.forms.SetUpAppForm",
    "add_webauthn": "packgrid.accounts.forms.AddPasskeyForm",
    "authenticate": "packgrid.accounts.forms.SecondStepForm",
    "authenticate_webauthn": "packgrid.accounts.forms.SecondStepPasskeyForm",
    "edit_webauthn": "packgrid.accounts.forms.RenamePasskeyForm",
    "login_webauthn": "packgrid.accounts.forms.PasskeySignInForm",
    "reauthenticate": "packgrid.accounts.forms.CodeAgainForm",
    "reauthenticate_webauthn": "packgrid.accounts.forms.PasskeyAgainForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = (
    True  # else whoever has a passkey could not change their address (see accounts/email_addresses.py)
)
MFA_TOTP_ISSUER = SITE_TITLE
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True

MESSAGE_TAGS = {messages.INFO: "", messages.SUCCESS: "good", messages.WARNING: "warn", messages.ERROR: "bad"}

MAILERS = {"default": ENVIRONMENT.mailer}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.email_from

LANGUAGE_CODE = ENVIRONMENT.language
USE_I18N = True  # Texts of ours are English; it names months and days, and is for the texts of libraries
USE_TZ = True
TIME_ZONE = ENVIRONMENT.time_zone

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data_dir / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "packgrid.web.static.ContentNamedStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    # Browsers hold redirects after a form to this, too, and "sign in with" is a form that leads there.
    "form-action": [CSP.SELF, *(SIGN_IN_HOSTS[host] for host in ENVIRONMENT.sign_in_keys)],
}
CSRF_FAILURE_VIEW = "packgrid.web.errors.render_forbidden"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.is_https
if ENVIRONMENT.is_https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    CSRF_TRUSTED_ORIGINS = [SITE_URL]

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": [
        "rest_framework.renderers.JSONRenderer",
        "packgrid.api.v4.resource_pages.ResourcePageRenderer",
    ],
    "DEFAULT_PAGINATION_CLASS": "packgrid.api.v4.pagination.Pagination",
    "PAGE_SIZE": 20,
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": RedactingFormatter, "fmt": "{asctime} {levelname} {name} {message}", "style": "{"},
        "message": {"()": RedactingFormatter},
    },
    "filters": {"client errors": {"()": "django.utils.log.CallbackFilter", "callback": drop_traceback}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["client errors"]},
        "stdout": {"class": "logging.StreamHandler", "formatter": "message", "stream": "ext://sys.stdout"},
    },
    "loggers": {
        "packgrid.access": {"handlers": ["stdout"], "level": "INFO", "propagate": False},
        "packgrid.security": {"level": "INFO"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
