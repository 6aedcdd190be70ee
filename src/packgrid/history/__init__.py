"""Memory: dated points of every metric and what happened to packages, and how a package was on any day."""
