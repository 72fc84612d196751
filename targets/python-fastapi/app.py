"""The endpoint contract on FastAPI."""

import os
import platform
from typing import Any

import fastapi
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException

import settings
from workload import DEFAULT_KEY, VALID_KEY, RequestStats, ResponseCache, run_benchmark

stats = RequestStats()
cache = ResponseCache()

# Only paths of the contract: no redirects of trailing slashes, no pages of documentation.
app = FastAPI(redirect_slashes=False, openapi_url=None)


# New endpoints of the contract get their route here.
@app.get("/health")
async def health() -> dict[str, Any]:
    return {
        "status": "ok",
        "target": "python-fastapi",
        "version": fastapi.__version__,
        "runtime": f"python {platform.python_version()}",
        "pid": os.getpid(),
    }


@app.get("/plaintext", response_class=PlainTextResponse)
async def plaintext() -> str:
    return "Hello, World!"


@app.get("/json")
async def greet() -> dict[str, str]:
    return {"message": "Hello, World!"}


@app.get("/benchmark")
async def benchmark() -> dict[str, Any]:
    outcome = await run_benchmark()
    stats.record(outcome["processing_time_us"])
    return outcome


@app.get("/stats")
async def request_stats() -> dict[str, Any]:
    return stats.snapshot()


@app.get("/cached")
async def cached_default() -> Response:
    return await cached(DEFAULT_KEY)


@app.get("/cached/{key}")
async def cached(key: str) -> Response:
    if VALID_KEY.fullmatch(key) is None:
        raise HTTPException(400, "Invalid key")
    stored = cache.look_up(key)
    state = "MISS" if stored is None else "HIT"
    body = await cache.compute(key) if stored is None else stored
    return Response(body, media_type="application/json", headers={"X-Cache": state})


@app.get("/cache/stats")
async def cache_stats() -> dict[str, Any]:
    return cache.stats()


@app.post("/admin/reset", status_code=204)
async def reset(request: Request) -> None:
    received_bytes = 0
    async for chunk in request.stream():
        received_bytes += len(chunk)
        if received_bytes > settings.MAX_BODY_BYTES:
            raise HTTPException(413, "Payload Too Large")
    stats.reset()
    cache.reset()


@app.exception_handler(HTTPException)
async def answer_refusal(_request: Request, refusal: HTTPException) -> JSONResponse:
    return answer_error(refusal.status_code, refusal.detail, refusal.headers)


@app.exception_handler(Exception)
async def answer_failure(_request: Request, _error: Exception) -> JSONResponse:
    return answer_error(500, "Internal Server Error")


def answer_error(status: int, error: str, headers: Any = None) -> JSONResponse:
    return JSONResponse({"error": error, "status": status}, status, headers)
