"""Errors of community actions."""


class Refused(Exception):
    """It was not done; the message is for the person and says what to do."""
