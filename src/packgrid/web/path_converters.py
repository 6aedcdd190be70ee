from django.urls import register_converter


class IdConverter:
    """An id in an address: at most 18 digits, which both databases can compare with a column of 64 bits."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        """The id as a number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """The id as it is written in an address."""
        return str(value)


def register_path_converters() -> None:
    """Let `<id:name>` stand in the addresses of pages."""
    register_converter(IdConverter, "id")
