"""What people report of a package: flags, and sites that use it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from packgrid.catalogue import queries as catalogue
from packgrid.catalogue.models import Example, Package
from packgrid.community import flags
from packgrid.web.lookups import find_or_404
from packgrid.web.people.asking import confirm, for_people, somebody, told
from packgrid.web.people.forms import ExampleForm, FlagForm


@for_people
def flag(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what is wrong."""
    package, user = find_or_404(catalogue.get_package, slug), somebody(request)
    form = FlagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        sent = told(
            request,
            lambda: flags.flag_package(user, package, reason, now=timezone.now()),
            _("Thank you. A moderator looks at it; if they agree, it is shown on this page."),
        )
        if sent:
            return redirect(package)
    shown = {
        "package": package,
        "form": form,
        "title": _("Flag %(package)s") % {"package": package.title},
        "says": _("For spam, wrong names, packages that harm or are not what they say. Facts correct themselves."),
        "does": _("Send it to the moderators"),
    }
    return render(request, "web/people/form.html", shown)


@for_people
def add_example(request: HttpRequest, slug: str) -> HttpResponse:
    """Name a site that uses a package."""
    package = find_or_404(catalogue.get_package, slug)
    return example_form(request, Example(package=package), _("Add a site that uses %(package)s"))


@for_people
def edit_example(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Correct a site."""
    return example_form(request, own_example(request, slug, pk), _("Change a site that uses %(package)s"))


def example_form(request: HttpRequest, example: Example, title: str) -> HttpResponse:
    """The form of a site."""
    package: Package = example.package
    form = ExampleForm(request.POST or None, instance=example)
    if request.method == "POST" and form.is_valid():
        kept = form.save(commit=False)
        sent = told(
            request,
            lambda: flags.put_example(somebody(request), kept, now=timezone.now()),
            _("Thank you. It is shown once a moderator has looked at it."),
        )
        if sent:
            return redirect(package)
    shown = {
        "package": package,
        "form": form,
        "sites": catalogue.examples_added_by(somebody(request).pk, package.pk).exclude(pk=example.pk),
        "title": title % {"package": package.title},
        "says": _("A site that people can visit. A moderator looks at each before it is shown, also after a change."),
        "does": _("Send it"),
    }
    return render(request, "web/people/form.html", shown)


@for_people
def delete_example(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a site away."""
    example = own_example(request, slug, pk)
    if request.method != "POST":
        says = _("%(title)s will no longer be among the sites that use it.") % {"title": example.title}
        return confirm(request, title=example.package.title, says=says, does=_("Delete it"), is_bad=True)
    told(request, lambda: flags.delete_example(example), _("It is gone."))
    return redirect(example.package)


def own_example(request: HttpRequest, slug: str, pk: int) -> Example:
    """A site of this package that whoever asks may change; 404 for others, who need not know of it."""
    example = find_or_404(lambda example_id: catalogue.get_example(slug, example_id), pk)
    if not flags.may_change(somebody(request), example):
        raise Http404
    return example
