"""The hosts whose repositories deps.dev knows, for those who do not ask it and need no HTTP client."""

HOSTS_WITH_COUNTS = {"github.com", "gitlab.com"}
HOSTS = HOSTS_WITH_COUNTS | {"bitbucket.org"}
