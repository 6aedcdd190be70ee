"""Pages for maintainers: claim a package and prove it, then answer flags and cells."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from packgrid.assessment.queries import read_package_evidence
from packgrid.assessment.rules.status import find_verdict
from packgrid.catalogue import queries as catalogue
from packgrid.catalogue.models import Package
from packgrid.catalogue.refresh_requests import request_refresh
from packgrid.community import maintainers, queries
from packgrid.community.maintainer_notices import UNKNOWN_VERDICT
from packgrid.community.models import Flag
from packgrid.comparison import queries as comparison
from packgrid.lib.locators import RepoLocator
from packgrid.web.answer_marks import name_verdict
from packgrid.web.lookups import find_or_404
from packgrid.web.people.form_responses import do_and_report
from packgrid.web.people.forms import ContestForm, ReplyForm
from packgrid.web.people.page_guards import signed_in_only, signed_in_user
from packgrid.web.redirects import redirect_back


@signed_in_only
def maintain_package(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a maintainer: claim a package, look for the proof, resign."""
    package, user = find_or_404(catalogue.get_package, slug), signed_in_user(request)
    if request.method == "POST":
        do_button(request, package, request.POST.get("does", ""))
        return redirect("maintain", slug)
    mine = queries.find_claim(user, package)
    is_proven = bool(mine and mine.proven_at)
    shown = {
        "package": package,
        "mine": mine,
        "repo": find_repo_with_sign_in(package),
        "flags": list_plain_flags(package) if is_proven else (),
        "cells": queries.cells_to_answer(user, package.pk) if is_proven else (),
    }
    return render(request, "web/people/maintain.html", shown)


def list_plain_flags(package: Package) -> list[Flag]:
    """The flags of a package that are shown, without objections to its verdict."""
    return [flag for flag in queries.accepted_flags(package.pk) if not flag.contested_verdict]


def find_repo_with_sign_in(package: Package) -> RepoLocator | None:
    """The repository of a package if people can sign in here with its host; else None."""
    repo = maintainers.find_account_repo(package.repo_url)
    return repo if repo and repo.short_name in settings.SOCIALACCOUNT_PROVIDERS else None


def do_button(request: HttpRequest, package: Package, does: str) -> None:
    """Do what the button "refresh", "mails_on", "mails_off", "resign" or else "claim" stands for, and add a message."""
    user, now = signed_in_user(request), timezone.now()
    if does == "refresh":
        messages.info(request, request_refresh(package.pk, now=now))
    elif does in MAIL_BUTTONS:
        maintainers.set_mails(user, package, is_wanted=MAIL_BUTTONS[does])
        messages.success(request, "Saved.")
    elif does == "resign":
        do_and_report(
            request, lambda: maintainers.resign_package(user, package), "You are no longer named as a maintainer."
        )
    elif do_and_report(request, lambda: maintainers.claim_package(user, package, now=now)):
        if maintainers.maintains(user, package.pk):
            messages.success(request, "Checked: you maintain this package.")
        else:
            messages.info(
                request, "We did not find the text yet. Follow the steps below. We also check at each update."
            )


MAIL_BUTTONS = {"mails_on": True, "mails_off": False}


@signed_in_only
def contest_verdict(request: HttpRequest, slug: str) -> HttpResponse:
    """The form in which a maintainer contests the verdict of a package; others learn how to prove that they are one."""
    package, user, now = find_or_404(catalogue.get_package, slug), signed_in_user(request), timezone.now()
    if not maintainers.maintains(user, package.pk):
        messages.info(request, "Only proven maintainers of a package can contest its verdict. Prove it here first.")
        return redirect("maintain", slug)
    verdict = find_verdict(read_package_evidence(package), now)
    name = verdict.status if verdict.is_true else UNKNOWN_VERDICT
    form = ContestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        sent = do_and_report(
            request,
            lambda: maintainers.contest_verdict(user, package, name, reason, now=now),
            "Thank you. If a moderator agrees, your reason is shown next to the verdict.",
        )
        if sent:
            return redirect(package)
    shown = {
        "package": package,
        "form": form,
        "title": f"Contest the verdict on {package.title}",
        "says": f"The verdict is “{name_verdict(name)}”. {verdict.sentence}",
        "does": "Send to moderators",
    }
    return render(request, "web/people/form.html", shown)


@signed_in_only
def answer_flag(request: HttpRequest, pk: int) -> HttpResponse:
    """The form in which a maintainer answers a flag."""
    flag = find_or_404(queries.get_accepted_flag, pk)
    user = signed_in_user(request)
    before = queries.find_reply_to_flag(user, flag)
    form = ReplyForm(request.POST or None, initial={"text": before.text if before else ""})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        do_and_report(
            request, lambda: maintainers.answer_flag(user, flag, text, now=timezone.now()), "Your reply is saved."
        )
        return redirect_back(request, flag.package.get_absolute_url())
    return render_answer_form(request, flag.package, form, flag.reason)


@signed_in_only
def answer_cell(request: HttpRequest, slug: str, package_id: int, feature_id: int) -> HttpResponse:
    """The form in which a maintainer answers a cell."""
    column = find_or_404(lambda pk: comparison.get_column(slug, pk), package_id)
    feature = find_or_404(lambda pk: comparison.get_feature_in(column.grid_id, pk), feature_id)
    user = signed_in_user(request)
    before = queries.find_reply_to_cell(user, column, feature)
    form = ReplyForm(request.POST or None, initial={"text": before.text if before else ""})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        do_and_report(
            request,
            lambda: maintainers.answer_cell(user, column, feature, text, now=timezone.now()),
            "Your reply is saved.",
        )
        return redirect_back(request, reverse("maintain", args=[column.package.slug]))
    cell = comparison.find_cell(column.pk, feature.pk)
    said = cell.text if cell and cell.text else "The cell is empty."
    return render_answer_form(request, column.package, form, f"{column.grid.title}, {feature.title}: {said}")


def render_answer_form(request: HttpRequest, package: Package, form: ReplyForm, says: str) -> HttpResponse:
    """The form of an answer, below the text that it answers."""
    shown = {
        "package": package,
        "form": form,
        "title": f"Reply as maintainer of {package.title}",
        "says": says,
        "does": "Save",
        "next": request.GET.get("next", ""),
    }
    return render(request, "web/people/form.html", shown)
