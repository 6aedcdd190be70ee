"""Profiles: their pages, the form that changes them, and the one that deletes the account."""

from collections.abc import Iterable

import attrs
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from packgrid.accounts import profiles
from packgrid.accounts.models import ProfileLink, User
from packgrid.accounts.queries import get_user
from packgrid.catalogue.models import Package
from packgrid.community import queries
from packgrid.community.account_deletion import delete_account
from packgrid.lib.git_hosts import BY_SHORT_NAME
from packgrid.web.lookups import find_or_404
from packgrid.web.paging import page_of
from packgrid.web.people.form_responses import do_and_report
from packgrid.web.people.forms import AccountDeletionForm, LinkForms, ProfileForm
from packgrid.web.people.page_guards import reauthenticated_only, signed_in_only, signed_in_user

A_FEW = 12


@attrs.frozen
class ProfileShelf:
    """Some packages under a heading; `is_private` if only their owner sees them. `rest` is how many more there are."""

    key: str
    title: str
    packages: list[Package]
    rest: int
    is_private: bool


@attrs.frozen
class HostAccount:
    """An account at a git host, with the address of its page there."""

    title: str
    name: str
    url: str


@attrs.frozen(kw_only=True)
class ProfilePage:
    """The content of a profile for the person who looks at it."""

    person: User
    is_own: bool
    accounts: list[HostAccount]
    links: Iterable[ProfileLink]
    shelves: list[ProfileShelf]


def show_profile(request: HttpRequest, name: str) -> HttpResponse:
    """The profile of a person."""
    person = find_or_404(profiles.find_person, name)
    return render(request, "web/people/profile.html", {"shown": read_profile(person, is_own=person == request.user)})


def read_profile(person: User, *, is_own: bool) -> ProfilePage:
    """The content of a profile; nine queries at most."""
    shown = profiles.read_profile(person)
    rows = {
        "maintains": ("Maintains", queries.maintained_by(person), True),
        "contributed": ("Contributed to", queries.contributed_by(person), shown.shares_contributions),
        "uses": ("Uses", queries.used_by(person), shown.shares_usages),
        "favorites": ("Favourites", queries.liked_by(person), shown.shares_favorites),
    }
    shelves = [
        ProfileShelf(key, title, list(found[:A_FEW]), max(0, found.count() - A_FEW), is_private=not is_shared)
        for key, (title, found, is_shared) in rows.items()
        if is_shared or is_own
    ]
    return ProfilePage(
        person=person,
        is_own=is_own,
        accounts=[host_account(host, name) for host, name in shown.host_accounts.items()],
        links=shown.links.all() if shown.pk else (),
        shelves=[shelf for shelf in shelves if shelf.packages or is_own],
    )


def host_account(short_name: str, name: str) -> HostAccount:
    """An account at the host of this short name."""
    host = BY_SHORT_NAME[short_name]
    return HostAccount(host.title, name, f"{host.url}{name}")


def list_favorites(request: HttpRequest, name: str) -> HttpResponse:
    """The favourites of somebody, if they share them; 403 if they do not."""
    person = find_or_404(profiles.find_person, name)
    if not (profiles.read_profile(person).shares_favorites or person == request.user):
        raise PermissionDenied
    return render_shelf(request, person, "favorites")


def list_contributed(request: HttpRequest, name: str) -> HttpResponse:
    """The packages that somebody contributed to, if they share them; 403 if they do not."""
    person = find_or_404(profiles.find_person, name)
    if not (profiles.read_profile(person).shares_contributions or person == request.user):
        raise PermissionDenied
    return render_shelf(request, person, "contributed")


def render_shelf(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """A page of all packages of one shelf."""
    title, rows = {
        "favorites": ("Favourites", queries.liked_by(person)),
        "contributed": ("Contributed to", queries.contributed_by(person)),
    }[key]
    shown = {"person": person, "title": title, "page": page_of(request, rows), "sort": ""}
    return render(request, "web/people/shelf.html", shown)


@signed_in_only
def edit_profile(request: HttpRequest) -> HttpResponse:
    """The form of a profile: its links, and the lists that it shares."""
    mine = profiles.get_or_create_profile(signed_in_user(request))
    form = ProfileForm(request.POST or None, instance=mine)
    initial = list(mine.links.values("label", "url"))
    links = LinkForms(request.POST or None, initial=initial, prefix="links")
    if request.method == "POST" and form.is_valid() and links.is_valid():
        kept = {each["url"]: each["label"] for each in links.cleaned_data if each.get("url")}  # an address counts once
        shares = {name: form.cleaned_data[name] for name in profiles.SHARES}
        pairs = [(label, url) for url, label in kept.items()]
        do_and_report(
            request, lambda: profiles.change_profile(mine, shares=shares, links=pairs), "Your profile is saved."
        )
        return redirect(signed_in_user(request))
    return render(request, "web/people/edit_profile.html", {"form": form, "links": links, "profile": mine})


@reauthenticated_only
def delete_own_account(request: HttpRequest) -> HttpResponse:
    """Delete the account that is signed in, after a form that asks first."""
    form = AccountDeletionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = get_user(signed_in_user(request).pk)
        logout(request)
        do_and_report(
            request, lambda: delete_account(person), "Your account is deleted. Thank you for your contributions."
        )
        return redirect("home")
    return render(request, "web/people/delete.html", {"form": form})
