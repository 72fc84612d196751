"""Everything the target reads from its environment: HOST, PORT and PERFCMP_*."""

import os
import re
import sys
from typing import NoReturn

LOOPBACK = re.compile(r"127\.\d+\.\d+\.\d+|::1|localhost")


def _refuse(name: str, message: str) -> NoReturn:
    print(f"{name}: {message}", file=sys.stderr)
    sys.exit(2)


def _read_host() -> str:
    host = os.environ.get("HOST") or "127.0.0.1"
    if LOOPBACK.fullmatch(host) is None and os.environ.get("PERFCMP_ALLOW_REMOTE") != "1":
        _refuse("HOST", f"{host} is not loopback; PERFCMP_ALLOW_REMOTE=1 allows it")
    return host


def _read_integer(name: str, by_default: str = "", minimum: int = 0) -> int:
    text = os.environ.get(name) or by_default
    # 15 digits are exact in every language.
    if re.fullmatch(r"[0-9]{1,15}", text) is None or int(text) < minimum:
        _refuse(name, f'expected a whole number from {minimum}, got "{text}"')
    return int(text)


HOST = _read_host()
PORT = _read_integer("PORT", minimum=1)
BENCH_DELAY_US = _read_integer("PERFCMP_BENCH_DELAY_US", "100")
CACHE_DELAY_MS = _read_integer("PERFCMP_CACHE_DELAY_MS", "50")
CACHE_MAX_ENTRIES = _read_integer("PERFCMP_CACHE_MAX", "10000", minimum=1)
MAX_BODY_BYTES = _read_integer("PERFCMP_MAX_BODY", "1048576")

# Counters and cache are not shared between processes, so more workers would each tell a part of the truth.
if _read_integer("PERFCMP_WORKERS", "1") != 1:
    _refuse("PERFCMP_WORKERS", "this target runs one worker")
