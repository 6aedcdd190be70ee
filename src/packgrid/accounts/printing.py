"""Mails on the log of a site that has no mail server yet."""

from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend


class Printed(EmailBackend):
    """Prints mails as people read them; Django's own prints them as they are sent, with long links broken apart."""

    def write_message(self, message: EmailMessage) -> None:
        """Print whom it is for, what it is about, and what it says."""
        to = ", ".join(message.recipients())
        self.stream.write(f"--- Mail to {to}: {message.subject}\n{message.body}\n---\n")
