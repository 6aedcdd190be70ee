"""Forms to flag a package, and to add, change and delete a site that uses it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from packgrid.catalogue import queries as catalogue
from packgrid.catalogue.models import Example, Package
from packgrid.community import flags
from packgrid.web.lookups import find_or_404
from packgrid.web.people.form_responses import do_and_report, render_confirmation
from packgrid.web.people.forms import ExampleForm, FlagForm
from packgrid.web.people.page_guards import signed_in_only, signed_in_user


@signed_in_only
def flag_package(request: HttpRequest, slug: str) -> HttpResponse:
    """The form that tells moderators what is wrong with a package."""
    package, user = find_or_404(catalogue.get_package, slug), signed_in_user(request)
    form = FlagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        sent = do_and_report(
            request,
            lambda: flags.flag_package(user, package, reason, now=timezone.now()),
            "Thank you. A moderator will review your flag. If they agree, it is shown on this page.",
        )
        if sent:
            return redirect(package)
    shown = {
        "package": package,
        "form": form,
        "title": f"Flag {package.title}",
        "says": "For spam, wrong names, and harmful or misleading packages. "
        "Versions and stars update automatically; no flag needed.",
        "does": "Send to moderators",
    }
    return render(request, "web/people/form.html", shown)


@signed_in_only
def add_example(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of a new site that uses a package."""
    package = find_or_404(catalogue.get_package, slug)
    return render_example_form(request, Example(package=package), f"Add a site that uses {package.title}")


@signed_in_only
def edit_example(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The form that changes a site."""
    example = find_own_example_or_404(request, slug, pk)
    return render_example_form(request, example, f"Change a site that uses {example.package.title}")


def render_example_form(request: HttpRequest, example: Example, title: str) -> HttpResponse:
    """The form of a new or existing site; a POST saves it."""
    package: Package = example.package
    form = ExampleForm(request.POST or None, instance=example)
    if request.method == "POST" and form.is_valid():
        kept = form.save(commit=False)
        sent = do_and_report(
            request,
            lambda: flags.put_example(signed_in_user(request), kept, now=timezone.now()),
            "Thank you. The site is shown after a moderator has reviewed it.",
        )
        if sent:
            return redirect(package)
    shown = {
        "package": package,
        "form": form,
        "sites": catalogue.examples_added_by(signed_in_user(request).pk, package.pk).exclude(pk=example.pk),
        "title": title,
        "says": "A public site. A moderator reviews it before it is shown, and again after a change.",
        "does": "Send",
    }
    return render(request, "web/people/form.html", shown)


@signed_in_only
def delete_example(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Delete a site, after a page that asks first."""
    example = find_own_example_or_404(request, slug, pk)
    if request.method != "POST":
        says = f"{example.title} will no longer be listed under “Used by”."
        return render_confirmation(request, title=example.package.title, says=says, does="Delete", is_bad=True)
    do_and_report(request, lambda: flags.delete_example(example), "The site was deleted.")
    return redirect(example.package)


def find_own_example_or_404(request: HttpRequest, slug: str, pk: int) -> Example:
    """A site of this package that the person may change; 404 for others, who need not know of it."""
    example = find_or_404(lambda example_id: catalogue.get_example(slug, example_id), pk)
    if not flags.may_change(signed_in_user(request), example):
        raise Http404
    return example
