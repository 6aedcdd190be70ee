"""The monthly list of the most downloaded projects (top-pypi-packages, read November 2026), made on the first."""

from world.answers import Answer, Call, told
from world.pypistats import of_the_day
from world.view import View

MOST = 15_000


def top_list(view: View, call: Call) -> Answer:
    """The projects with the most downloads in the 30 days before this month, most first."""
    first = call.now.date().replace(day=1).toordinal()
    busy = [of_the_day(0, first - back) for back in range(1, 31)]
    seen = (view.numbered(number, call) for number in range(len(view.universe)))
    counted = [(project.name, int(project.downloads_a_day * sum(busy))) for project in seen if project and project.name]
    rows = sorted(counted, key=lambda row: (-row[1], row[0]))[:MOST]
    return told({"rows": [{"project": name, "download_count": count} for name, count in rows]})


ROUTES = {"list.json": top_list}
