"""Clients of outside services: one module for each, all of the shape of source.Source.

How to add one: copy the shape of pypi.py. Write the snapshot first (frozen, everything that may be missing is None), or
take RepoSnapshot for a git host; then a pure parser from bytes to snapshot, raising Malformed with place and reason;
then the client with `fetch()`: check_status() and translate_http_errors() of http_statuses.py turn answers into the
exceptions of errors.py, which reply_or_error() returns as replies. A source stores nothing and does not know our
tables; refresh does.
"""
