"""What the operator sets, the url table, and the WSGI door."""
