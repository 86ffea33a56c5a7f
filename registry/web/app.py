"""The application, put together: routes, the gate in front of them, and the life of the process."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
    contextmanager,
    nullcontext,
)
from importlib.metadata import PackageNotFoundError, version

from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from registry.refresh.run import refresh
from registry.refresh.schedule import Alarm
from registry.settings import Settings
from registry.store.database import connect
from registry.web import api, operations
from registry.web.api import documentation
from registry.web.feeds import router as feeds
from registry.web.metrics import Metrics
from registry.web.middleware import Gate
from registry.web.operator import Operator
from registry.web.packed import Exports
from registry.web.pages import errors as error_pages
from registry.web.pages import router as pages
from registry.web.pages.templates import compile_all
from registry.web.problems import BadBody, Plain
from registry.web.state import Published, Reader, Storage
from registry.web.stored import Database
from scrapers.source import Source
from scrapers.sources import SOURCES

DEFAULT_BASE_URL = "http://127.0.0.1:8000"

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]

_DESCRIPTION = """The open reference for AI models: what each is, where it is served, under which API model ID, and
what it costs, on any date, with the source of every value.

Every answer is of one edition, named in `X-Modeldex-Edition`. Numbers are exact decimals. `null` is not sourced: never
zero, never free. Refusals are `application/problem+json`. Ask again with `If-None-Match` and get 304."""


def create_app(
    settings: Settings,
    *,
    published: Published | None = None,
    storage: Storage | None = None,
    scheduler: bool = False,
    sources: Sequence[Source] = SOURCES,
) -> FastAPI:
    """The whole application; its lifespan keeps the catalog current and, with `scheduler`, runs the weekly job.

    `published` serves one fixed state, for tests and exports; what a state does not hold is then asked of `storage`.
    """
    database = None if published else Database(settings, sources)
    reader, counted, operator = Reader(database or storage, published=published), Metrics(), Operator(settings, sources)
    closing = (operator.stop, reader.stop, *((database.close,) if database else ()))
    base_url = settings.base_url or DEFAULT_BASE_URL
    app = _bare(base_url, _life(reader, closing, lambda: _weekly(settings) if scheduler else nullcontext()))
    app.state.reader, app.state.metrics, app.state.settings, app.state.base_url = reader, counted, settings, base_url
    app.state.operator, app.state.exports = operator, Exports()
    for router in (api.router, documentation.router, operations.router, feeds.router, pages.router):
        app.include_router(router)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_middleware(Gate, reader=reader, metrics=counted, base_url=base_url, error_page=error_pages.error_page)
    return app


def _bare(base_url: str, life: Lifespan) -> FastAPI:
    """The application without routes. Its documents are served by routes of ours."""
    return FastAPI(
        title="Modeldex",
        version=_version(),
        description=_DESCRIPTION,
        openapi_url=None,  # served by our own route, without trusting the Host header
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=life,
        servers=[{"url": base_url}],
    )


def _life(
    reader: Reader, closing: Sequence[Callable[[], None]], weekly: Callable[[], AbstractContextManager[None]]
) -> Lifespan:
    """What runs while the application does; `closing` is called in order at the end."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        _build_routes(app)
        await to_thread.run_sync(compile_all)
        await to_thread.run_sync(reader.start)
        with weekly():
            yield
        for close in closing:
            await to_thread.run_sync(close)

    return life


def _build_routes(app: FastAPI) -> None:
    """Let the framework build its routes now, which it otherwise does while the first request waits."""
    nowhere = {"type": "http", "method": "GET", "path": "/-", "root_path": "", "headers": []}
    for route in app.router.routes:
        route.matches(nowhere)


@contextmanager
def _weekly(settings: Settings) -> Iterator[None]:
    """The weekly job, for as long as the process lives. A refresh that is running is waited for at the end."""
    engine = connect(settings.database)
    alarm = Alarm(settings, engine, lambda lease: refresh(settings, engine, lease=lease))
    alarm.start()
    try:
        yield
    finally:
        alarm.stop()
        engine.dispose()


def _refused(request: Request, error: Exception) -> Response:
    """What the framework refuses, in our shape; a trailing slash leads to the address without it."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    path = request.url.path
    if error.status_code == 404 and path != "/" and path.endswith("/"):
        # One slash in front, or `//elsewhere/` would lead to another host.
        return RedirectResponse("/" + path.strip("/"), 308)
    details = {404: "There is nothing at this address.", 405: "This address does not take that method."}
    headers = {name: f"{value}, HEAD" if value == "GET" else value for name, value in (error.headers or {}).items()}
    raise Plain(error.status_code, details.get(error.status_code, str(error.detail)[:200]), headers)


def _invalid(_: Request, error: Exception) -> Response:
    """A body that is not what the route takes. Says where and why, and repeats nothing of it."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it
    first = error.errors()[0]
    where = ".".join(str(part)[:40] for part in first["loc"][:4])
    raise BadBody(where, str(first["msg"])[:200])


def _version() -> str:
    try:
        return version("modeldex")
    except PackageNotFoundError:
        return "0"
