"""Memory of processes over time, and the slope of it."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sample:
    """At how many minutes, and the KiB of each process by name."""

    minute: float
    kib: Mapping[str, int]


def memory_below(pid: int) -> int:
    """KiB that a process and its children hold in memory (RSS)."""
    words = Path(f"/proc/{pid}/status").read_text().partition("VmRSS:")[2].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(words[0]) + sum(memory_below(int(child)) for child in children)


def grows_by(samples: Sequence[Sample], name: str) -> float:
    """KiB a minute: the median of the slopes between all pairs (Theil and Sen), which one odd sample does not move."""
    slopes = [
        (later.kib[name] - earlier.kib[name]) / (later.minute - earlier.minute)
        for number, earlier in enumerate(samples)
        for later in samples[number + 1 :]
    ]
    return statistics.median(slopes)
