"""The world's answers: one module an outside service, all of the shape of asking.Source.

How to add one: copy the shape of pypi.py. Write the snapshot first (frozen, everything that may be missing is None), or
take RepoSnapshot for a git host; then `parse()` from bytes to snapshot, raising Malformed with place and reason; then
the client with `fetch()`: statuses.check() and statuses.reached() turn answers into the exceptions of errors.py, and
asking.replied() turns those into replies. A source saves nothing and knows nothing of our tables: refresh does.
"""
