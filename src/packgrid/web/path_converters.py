from django.urls import register_converter


class IdConverter:
    """An id in an address: at most 18 digits, which both databases can compare with a column of 64 bits."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


def register_path_converters() -> None:
    """Make `<id:name>` known to URL patterns."""
    register_converter(IdConverter, "id")
