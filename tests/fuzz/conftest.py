import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("fuzz", "requests to every route that no client would send")
    group.addoption(
        "--fuzz-seconds", type=float, default=0, help="go on for so long after the fixed number of requests"
    )
    group.addoption("--fuzz-seed", type=int, default=1, help="other seeds make other requests")
    group.addoption("--fuzz-only", type=int, help="send this session alone, as a failure names it")
