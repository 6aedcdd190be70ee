"""The world's answers: one module an outside service, each a small client and a pure `parse()`.

How to add one: copy the shape of pypi.py. Write the snapshot first (frozen, everything that may be missing is None),
then `parse()` from bytes to snapshot, raising Malformed with the place and the reason, then the client with one
`fetch()` that turns statuses into the exceptions of errors.py. It saves nothing and knows nothing of our tables:
refresh does.
"""
