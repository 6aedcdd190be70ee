from rest_framework.pagination import LimitOffsetPagination


class Paging(LimitOffsetPagination):
    """`limit` and `offset`; at most 1000 items a page (the system we replace had no maximum)."""

    max_limit = 1000
