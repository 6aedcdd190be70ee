"""Settings from the environment, the URL table, and the WSGI application."""
