from refresh.conftest import announced

__all__ = ["announced"]
