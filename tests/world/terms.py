"""How a world is made."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import attrs

from world.identity import Identity


@attrs.frozen(kw_only=True)
class Terms:
    """So many made-up `packages`, or those of `identities`, from the moment when it `began_at`.

    Its clock runs `factor` times as fast as ours, 0 is not at all. Every answer takes `latency_s`. Git repositories are
    served where there is an empty `git_folder` for them.
    """

    packages: int = 20
    identities: Sequence[Identity] = ()
    seed: int = 1
    began_at: datetime = datetime(2026, 11, 24, 12, tzinfo=UTC)
    factor: float = 0
    latency_s: float = 0
    has_limits: bool = True
    git_folder: Path | None = None
