"""Mails to maintainers when a flag of their package or another verdict on it is shown."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from packgrid.community.maintainer_notices import MaintainerNotice, claim_notice, list_notices
from packgrid.lib.plurals import choose_plural
from packgrid.web.answer_marks import name_verdict


def send_maintainer_mails() -> int:
    """Mail every maintainer for whom there is something new; the number of mails that were sent.

    If the process dies between claiming a notice and sending it, that mail is lost; the page still shows the news.
    """
    return sum(send_notice(notice) for notice in list_notices())


def send_notice(notice: MaintainerNotice) -> bool:
    """Mail one notice; False if another process does, if it is no news, or if the person wants no mail."""
    claim = notice.claim
    if not claim_notice(notice) or not notice.is_news or not claim.wants_mail or not claim.user.email:
        return False
    site = {"site": settings.MAIL_SITE_URL, "title": settings.SITE_TITLE}
    EmailMessage(
        f"{settings.SITE_TITLE}: {write_subject(notice)}",
        render_to_string("web/people/maintainer_mail.txt", {"notice": notice, "package": claim.package, **site}),
        to=[claim.user.email],
    ).send()
    return True


def write_subject(notice: MaintainerNotice) -> str:
    """Such as "django-a: 1 new flag, verdict is now Unmaintained"."""
    count = len(notice.flags)
    flags = f"{count} new {choose_plural(count, 'flag', 'flags')}" if count else ""
    verdict = f"verdict is now {name_verdict(notice.after)}" if notice.is_verdict_changed else ""
    return f"{notice.claim.package.title}: {', '.join(filter(None, [flags, verdict]))}"
