"""What the endpoints do, without a word of HTTP."""

import asyncio
import json
import math
import os
import re
import resource
import time
from collections import OrderedDict
from datetime import datetime, timezone
from itertools import count
from typing import Any

import settings

DEFAULT_KEY = "default"
VALID_KEY = re.compile(r"[A-Za-z0-9._~-]{1,128}")
# A shorter window would mostly show the clock's own steps.
SHORTEST_CPU_WINDOW_S = 0.05

_request_ids = count(1)


async def run_benchmark() -> dict[str, Any]:
    """A fixed sum, then a wait that leaves the event loop free."""
    started_ns = time.perf_counter_ns()
    request_id = next(_request_ids)
    result = 0
    for i in range(1000):
        result += 2 * i
    wait_us = await wait_at_least(settings.BENCH_DELAY_US)
    return {
        "result": result,
        "processing_time_us": (time.perf_counter_ns() - started_ns) // 1000,
        "wait_us": wait_us,
        "request_id": request_id,
        "timestamp": timestamp(),
    }


async def wait_at_least(duration_us: int) -> int:
    """Gives the wait as measured. Never shorter than asked for: uvloop counts whole milliseconds and may be early."""
    if duration_us == 0:
        return 0
    started_ns = time.perf_counter_ns()
    waited_us = 0
    while waited_us < duration_us:
        await asyncio.sleep(math.ceil((duration_us - waited_us) / 1000) / 1000)
        waited_us = (time.perf_counter_ns() - started_ns) // 1000
    return waited_us


def timestamp() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class RequestStats:
    """Counts finished requests of /benchmark, and knows what this process uses."""

    def __init__(self) -> None:
        self._started_s = time.monotonic()
        self._cpu_taken_s = self._started_s
        self._cpu_used_s = 0.0
        self._cpu_percent = 0.0
        self.reset()

    def reset(self) -> None:
        self._since_s = time.monotonic()
        self._count = 0
        self._total_us = 0

    def record(self, processing_time_us: int) -> None:
        self._count += 1
        self._total_us += processing_time_us

    def snapshot(self) -> dict[str, Any]:
        now_s = time.monotonic()
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return {
            "total_requests": self._count,
            "average_response_time_us": self._total_us / self._count if self._count else 0,
            "requests_per_second": self._count / (now_s - self._since_s) if self._count else 0,
            "memory_usage": rss_bytes(),
            "cpu_usage": self._cpu_percent_at(now_s, usage.ru_utime + usage.ru_stime),
            "uptime_seconds": now_s - self._started_s,
            "cpu_user_us": round(usage.ru_utime * 1e6),
            "cpu_system_us": round(usage.ru_stime * 1e6),
            "pid": os.getpid(),
        }

    def _cpu_percent_at(self, now_s: float, used_s: float) -> float:
        """Of one core, since the previous call; the first since the start of the process."""
        window_s = now_s - self._cpu_taken_s
        if window_s >= SHORTEST_CPU_WINDOW_S:
            self._cpu_percent = 100 * (used_s - self._cpu_used_s) / window_s
            self._cpu_taken_s, self._cpu_used_s = now_s, used_s
        return self._cpu_percent


def rss_bytes() -> int:
    """The second number of statm, in pages."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


class ResponseCache:
    """Serialised answers of /cached/{key}, the least recently used thrown out first."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self._entries: OrderedDict[str, bytes] = OrderedDict()
        self._hits = 0
        self._misses = 0
        self._look_up_ns = 0

    def look_up(self, key: str) -> bytes | None:
        """Counts a hit or a miss."""
        started_ns = time.perf_counter_ns()
        stored = self._entries.get(key)
        if stored is None:
            self._misses += 1
        else:
            self._hits += 1
            self._entries.move_to_end(key)
        self._look_up_ns += time.perf_counter_ns() - started_ns
        return stored

    async def compute(self, key: str) -> bytes:
        """Pays the cost of a miss and keeps the outcome. Parallel misses each pay: the last write wins."""
        await wait_at_least(settings.CACHE_DELAY_MS * 1000)
        answer = {
            "key": key,
            "data": f"Expensive data for {key}",
            "computed_at": timestamp(),
            "computation_cost": f"{settings.CACHE_DELAY_MS}ms",
        }
        stored = json.dumps(answer, separators=(",", ":")).encode()
        self._entries[key] = stored
        self._entries.move_to_end(key)
        if len(self._entries) > settings.CACHE_MAX_ENTRIES:
            self._entries.popitem(last=False)
        return stored

    def stats(self) -> dict[str, Any]:
        operations = self._hits + self._misses
        return {
            "cache_hits": self._hits,
            "cache_misses": self._misses,
            "hit_rate_percent": 100 * self._hits / operations if operations else 0,
            "average_access_time_ns": self._look_up_ns / operations if operations else 0,
            "total_operations": operations,
            "entries": len(self._entries),
        }
