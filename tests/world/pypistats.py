"""pypistats.org's API (pypistats.org/api, read November 2026): downloads, counted anew once a day."""

from world.answers import Answer, Call, told
from world.chance import chance_of
from world.identity import normalized
from world.view import View


def recent(view: View, call: Call, name: str) -> Answer:
    """The downloads of the last day, week and month."""
    project = view.named(name, call)
    if not project or name != normalized(name):
        return Answer(404, b"<h1>404</h1>".strip, {"content-type": "text/html; charset=utf-8"})
    today = call.now.date().toordinal()
    daily = [int(project.downloads_a_day * of_the_day(project.number, today - back)) for back in range(1, 31)]
    counts = {"last_day": daily[0], "last_month": sum(daily), "last_week": sum(daily[:7])}
    return told({"data": counts, "package": name, "type": "recent_downloads"}).of(project.number)


def of_the_day(number: int, day: int) -> float:
    """How busy a day was for a project: fewer people work at weekends."""
    is_weekend = (day + 6) % 7 > 4
    return (0.5 if is_weekend else 1.2) * chance_of(number, day).uniform(0.8, 1.2)


ROUTES = {"packages/*/recent": recent}
