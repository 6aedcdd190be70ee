"""A site without a mail server prints its mails."""

from io import StringIO

from django.core.mail import EmailMessage

from packgrid.accounts.printing import Printed


def test_a_mail_is_printed_with_its_links_whole():
    log, link = StringIO(), f"https://packages.example/{'long' * 30}/"
    Printed(stream=log).send_messages([EmailMessage("Your address", f"Go to {link}", to=["ada@mail.example"])])
    assert log.getvalue() == f"--- Mail to ada@mail.example: Your address\nGo to {link}\n---\n"
