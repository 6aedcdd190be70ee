"""Profiles: what people show of themselves, and what they set."""

from collections.abc import Iterable

import attrs
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from packgrid.accounts import profiles
from packgrid.accounts.models import ProfileLink, User
from packgrid.accounts.queries import get_user
from packgrid.catalogue.models import Package
from packgrid.community import queries
from packgrid.community.account_deletion import delete_account
from packgrid.lib.git_hosts import BY_SHORT_NAME
from packgrid.web.lookups import find_or_404
from packgrid.web.paging import page_of
from packgrid.web.people.asking import for_people, for_reauthenticated, somebody, told
from packgrid.web.people.forms import LeaveForm, LinkForms, ProfileForm

A_FEW = 12


@attrs.frozen
class Shelf:
    """Some packages under a heading; `is_private` if only their owner sees them. `rest` is how many more there are."""

    key: str
    title: str
    packages: list[Package]
    rest: int
    is_private: bool


@attrs.frozen
class Account:
    """An account at a git host, as its page is linked."""

    title: str
    name: str
    url: str


@attrs.frozen(kw_only=True)
class ProfilePage:
    """What a profile shows to whoever looks."""

    person: User
    is_own: bool
    accounts: list[Account]
    links: Iterable[ProfileLink]
    shelves: list[Shelf]


def profile(request: HttpRequest, name: str) -> HttpResponse:
    """A person."""
    person = find_or_404(profiles.named, name)
    return render(request, "web/people/profile.html", {"shown": profile_page(person, is_own=person == request.user)})


def profile_page(person: User, *, is_own: bool) -> ProfilePage:
    """What a profile shows; nine queries at most."""
    shown = profiles.shown(person)
    rows = {
        "maintains": (_("Maintains"), queries.maintained_by(person), True),
        "contributed": (_("Contributed to"), queries.contributed_by(person), shown.shares_contributions),
        "uses": (_("Uses"), queries.used_by(person), shown.shares_usages),
        "favorites": (_("Favourites"), queries.liked_by(person), shown.shares_favorites),
    }
    shelves = [
        Shelf(key, title, list(found[:A_FEW]), max(0, found.count() - A_FEW), is_private=not is_shared)
        for key, (title, found, is_shared) in rows.items()
        if is_shared or is_own
    ]
    return ProfilePage(
        person=person,
        is_own=is_own,
        accounts=[account(host, name) for host, name in shown.host_accounts.items()],
        links=shown.links.all() if shown.pk else (),
        shelves=[shelf for shelf in shelves if shelf.packages or is_own],
    )


def account(short_name: str, name: str) -> Account:
    """An account at the host of this short name."""
    host = BY_SHORT_NAME[short_name]
    return Account(host.title, name, f"{host.url}{name}")


def favorites(request: HttpRequest, name: str) -> HttpResponse:
    """What somebody likes, if they share it; 403 if they do not."""
    person = find_or_404(profiles.named, name)
    if not (profiles.shown(person).shares_favorites or person == request.user):
        raise PermissionDenied
    return package_list(request, person, "favorites")


def contributed(request: HttpRequest, name: str) -> HttpResponse:
    """What somebody contributed to, if they share it; 403 if they do not."""
    person = find_or_404(profiles.named, name)
    if not (profiles.shown(person).shares_contributions or person == request.user):
        raise PermissionDenied
    return package_list(request, person, "contributed")


def package_list(request: HttpRequest, person: User, key: str) -> HttpResponse:
    """All of one shelf, page by page."""
    title, rows = {
        "favorites": (_("Favourites"), queries.liked_by(person)),
        "contributed": (_("Contributed to"), queries.contributed_by(person)),
    }[key]
    shown = {"person": person, "title": title, "page": page_of(request, rows), "sort": ""}
    return render(request, "web/people/shelf.html", shown)


@for_people
def edit(request: HttpRequest) -> HttpResponse:
    """What one shares, and links."""
    mine = profiles.own(somebody(request))
    form = ProfileForm(request.POST or None, instance=mine)
    initial = list(mine.links.values("label", "url"))
    links = LinkForms(request.POST or None, initial=initial, prefix="links")
    if request.method == "POST" and form.is_valid() and links.is_valid():
        kept = {each["url"]: each["label"] for each in links.cleaned_data if each.get("url")}  # an address counts once
        shares = {name: form.cleaned_data[name] for name in profiles.SHARES}
        pairs = [(label, url) for url, label in kept.items()]
        told(request, lambda: profiles.change(mine, shares=shares, links=pairs), _("Your profile is changed."))
        return redirect(somebody(request))
    return render(request, "web/people/edit_profile.html", {"form": form, "links": links, "profile": mine})


@for_reauthenticated
def delete(request: HttpRequest) -> HttpResponse:
    """Leave, after a second thought."""
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = get_user(somebody(request).pk)
        logout(request)
        told(request, lambda: delete_account(person), _("Your account is deleted. Thank you for what you did here."))
        return redirect("home")
    return render(request, "web/people/delete.html", {"form": form})
