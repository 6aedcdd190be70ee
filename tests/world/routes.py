"""Which part of a service answers which path."""

from collections.abc import Callable, Mapping

from world.answers import Answer, Call

type Endpoint = Callable[..., Answer]
type Routes = Mapping[str, Endpoint]


def route(routes: Routes, call: Call) -> tuple[str, Endpoint, tuple[str, ...]] | None:
    """The pattern of a call's path, its endpoint and the parts that stand for `*`; None of an unknown path."""
    for pattern, endpoint in routes.items():
        if (parts := parts_of(pattern, call.segments)) is not None:
            return pattern, endpoint, parts
    return None


def parts_of(pattern: str, segments: tuple[str, ...]) -> tuple[str, ...] | None:
    """The segments that stand for the `*` of a pattern; None if it is another path."""
    wanted = pattern.split("/")
    if len(wanted) != len(segments) or any(want not in {"*", got} for want, got in zip(wanted, segments, strict=True)):
        return None
    return tuple(got for want, got in zip(wanted, segments, strict=True) if want == "*")
