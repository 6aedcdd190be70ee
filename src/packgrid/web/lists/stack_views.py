"""The page that sets the reader's stack, and links to what supports it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from packgrid.httpcache.policy import cacheable
from packgrid.web.reader_stack import drop_empty_parameters, make_search_address, make_stack_context, read_stack


def show_stack(request: HttpRequest) -> HttpResponse:
    """The form, and links for the stack of the address. Empty fields of the form are left out of the address."""
    if (shorter := drop_empty_parameters(request.GET)) is not None:
        return HttpResponseRedirect(f"{reverse('my-stack')}{shorter.rstrip('?')}")
    stack = read_stack(request.GET)
    shown = make_stack_context(stack) | {
        "search_url": make_search_address(stack, {}),
        "maintained_url": make_search_address(stack, {"q": "is:maintained"}),
    }
    return cacheable(render(request, "web/stack/page.html", shown), ())
