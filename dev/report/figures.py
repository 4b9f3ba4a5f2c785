"""Rows and errors, as the report counts them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable

SCORES = {
    "memory": ("predictedGiB", "actualGiB"),
    "speed": ("predictedTokensPerSecondPerGpu", "actual"),
    "wall": ("predictedHours", "actualHours"),
}


def quantile(values: Iterable[float], q: float) -> float:
    """A quantile between two neighbours, as tuneplan has it."""
    ordered = sorted(values)
    at = q * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


@dataclasses.dataclass(frozen=True)
class Score:
    """A predicted figure beside the actual one, in one unit."""

    predicted: float
    actual: float
    inside: bool = False

    @property
    def error(self) -> float:
        """Percent, with its sign."""
        return 100 * (self.predicted / self.actual - 1)

    @property
    def factor(self) -> float:
        """How many times too high or too low, at least 1."""
        return max(self.predicted / self.actual, self.actual / self.predicted)


def score(row: dict, what: str) -> Score | None:
    """A measured row's score of one kind."""
    said = row[what]
    if not said:
        return None
    predicted, actual = SCORES[what]
    return Score(said[predicted], said[actual], said["inside"])


def scores(rows: Iterable[dict], what: str) -> list[Score]:
    return [s for s in (score(r, what) for r in rows) if s]


def absolute(of: Iterable[Score]) -> list[float]:
    return [abs(s.error) for s in of]


def share(of: list, holds: Callable) -> float:
    """Percent of the elements for which something holds."""
    return 100 * sum(map(holds, of)) / len(of) if of else 0


def summary(of: list[Score]) -> list[str]:
    """n, median, p90, bias, within 1.5×, inside P10 to P90: a line's cells."""
    errors = absolute(of)
    return [
        str(len(of)),
        f"{quantile(errors, 0.5):.1f}",
        f"{quantile(errors, 0.9):.1f}",
        f"{quantile([s.error for s in of], 0.5):+.1f}",
        f"{share(of, lambda s: s.factor <= 1.5):.0f}",
        f"{share(of, lambda s: s.inside):.0f}",
    ]
