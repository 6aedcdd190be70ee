"""A stand-in for the outside world: PyPI, git hosts and pypistats on loopback. README.md says how to use it."""

from world.running import World

__all__ = ["World"]
