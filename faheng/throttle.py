"""Slows down whoever tries again and again, by name and by address, or sends too much; kept in memory."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass

_MOST_KEYS = 10_000  # the oldest are forgotten first: memory stays bounded whatever is tried


@dataclass
class _Tries:
    failed: int
    closed_until: float


class Throttle:
    """After `free` failures each further one closes the key twice as long, from `first_delay` to `longest` seconds."""

    def __init__(
        self,
        *,
        free: int,
        first_delay: float,
        longest: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._free = free
        self._first_delay = first_delay
        self._longest = longest
        self._clock = clock
        self._tries: OrderedDict[str, _Tries] = OrderedDict()
        self._lock = threading.Lock()

    def seconds_closed(self, key: str) -> int:
        """How long nothing is tried for this key, rounded up; 0 when it is open."""
        with self._lock:
            tries = self._tries.get(key)
            left = tries.closed_until - self._clock() if tries else 0.0
            return max(0, -int(-left // 1))

    def failed(self, key: str) -> None:
        """Note a failure."""
        with self._lock:
            self._note(key)

    def begin(self, key: str) -> int:
        """Count a try as failed before it is made, so that many at once are no more than one after the other.

        Returns 0, or for how many seconds the key is closed; nothing is counted then. `succeeded` takes it back.
        """
        with self._lock:
            tries = self._tries.get(key)
            left = tries.closed_until - self._clock() if tries else 0.0
            if left > 0:
                return -int(-left // 1)
            self._note(key)
            return 0

    def _note(self, key: str) -> None:
        now = self._clock()
        tries = self._tries.pop(key, None)
        if tries is None or now - tries.closed_until > self._longest:
            tries = _Tries(0, now)  # long ago: begins anew
        tries.failed += 1
        over = tries.failed - self._free
        delay = min(self._longest, self._first_delay * 2 ** min(over, 30)) if over >= 0 else 0.0
        tries.closed_until = now + delay
        self._tries[key] = tries
        while len(self._tries) > _MOST_KEYS:
            self._tries.popitem(last=False)

    def succeeded(self, key: str) -> None:
        """Forget the failures of a key."""
        with self._lock:
            self._tries.pop(key, None)


class Rate:
    """At most `most` acts of one key in `seconds`."""

    def __init__(self, *, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._acts: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def seconds_to_wait(self, key: str) -> int:
        """Count an act and return 0; or, when there were too many, count nothing and return how long to wait."""
        with self._lock:
            now = self._clock()
            acts = self._acts.setdefault(key, deque())
            self._acts.move_to_end(key)
            while len(self._acts) > _MOST_KEYS:
                self._acts.popitem(last=False)
            while acts and now - acts[0] >= self._seconds:
                acts.popleft()
            if len(acts) >= self._most:
                return max(1, -int(-(acts[0] + self._seconds - now) // 1))
            acts.append(now)
            return 0
