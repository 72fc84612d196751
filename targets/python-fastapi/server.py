"""Uvicorn around the app, and the two ways to end."""

import os
import signal
import stat
import sys
import threading

import uvicorn

import settings
from app import app

# Uvicorn looks every 100 ms whether it shall stop, so that 5 s in all are kept.
LONGEST_FAREWELL_S = 4
# Idle connections outlive the pauses between two slices of load.
LONGEST_IDLE_S = 65


def main() -> None:
    config = uvicorn.Config(
        app,
        host=settings.HOST,
        port=settings.PORT,
        # As with uvicorn[standard].
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
        timeout_keep_alive=LONGEST_IDLE_S,
        timeout_graceful_shutdown=LONGEST_FAREWELL_S,
    )
    server = uvicorn.Server(config)
    # Uvicorn stops in good order and then raises the signal once more.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    if is_pipe(0):
        threading.Thread(target=stop_with_parent, args=[server], daemon=True).start()
    server.run()


def stop_with_parent(server: uvicorn.Server) -> None:
    """The parent holds stdin no longer: no server is left behind by whoever started it."""
    while os.read(0, 4096):
        pass
    server.should_exit = True


def is_pipe(descriptor: int) -> bool:
    """A terminal or /dev/null says nothing about whether someone still wants this server."""
    try:
        mode = os.fstat(descriptor).st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


if __name__ == "__main__":
    main()
