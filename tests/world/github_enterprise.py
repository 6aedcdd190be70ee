"""A GitHub Enterprise Server in private mode: GitHub's REST below v3 and its GraphQL, for those with a key alone.

(docs.github.com, "REST API" and "Enabling private mode" of GitHub Enterprise Server, read November 2026. It sets no
limits unless its operator does.)
"""

import attrs

from world import github, github_graphql
from world.answers import Answer, Call, told
from world.routes import Endpoint
from world.view import View

UNKNOWN_CALLER = {"message": "Must authenticate to access this API.", "documentation_url": "", "status": "401"}


def below_v3(endpoint: Endpoint) -> Endpoint:
    """The endpoint for those with a key, at an address that has v3 before what GitHub has."""

    def answer(view: View, call: Call, *parts: str) -> Answer:
        if not call.token:
            return told(UNKNOWN_CALLER, 401)
        return endpoint(view, attrs.evolve(call, base=f"{call.base}/v3", segments=call.segments[1:]), *parts)

    return answer


ROUTES: dict[str, Endpoint] = {
    **{f"v3/{path}": below_v3(endpoint) for path, endpoint in github.ROUTES.items()},
    **github_graphql.ROUTES,
}
