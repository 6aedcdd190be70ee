from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request

LARGEST_OFFSET = 2**31 - 1


class Paging(LimitOffsetPagination):
    """`limit` (at most 1000; the system we replace had no maximum) and `offset`. Nonsense counts as not given."""

    max_limit = 1000

    def get_offset(self, request: Request) -> int:
        """The offset, as far as a database can count."""
        return min(super().get_offset(request), LARGEST_OFFSET)
