"""`modeldex serve`: migrate, load the bundled catalog into an empty database, schedule, serve.

Every worker process makes its application from the environment, so what the options say is put there first.
"""

import logging
import os
import signal
import socket
from contextlib import closing
from typing import Annotated

import typer
import uvicorn
from fastapi import FastAPI

from registry.cli.console import note, show_line
from registry.cli.workers import OneServer, Workers, end_with_parent
from registry.client import prepare
from registry.errors import CannotServe
from registry.refresh.opening import open_catalog
from registry.settings import PREFIX, Settings, load
from registry.web.app import create_app

DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8000
_APPLICATION = "registry.cli.serving:application"
_LOG_FORMAT = "%(asctime)s %(levelname)s %(message)s"
_WAITING_CONNECTIONS = 2048
_SECONDS_FOR_REQUESTS = 3
"""How long requests that are being answered may hold up the end. A refresh is waited for after that."""
_QUIET = ("apscheduler", "httpx2", "httpcore2")
"""Libraries whose every step is not to be told; httpx2's lines would name the hosts of an operator's mirrors."""


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 is every one.")] = DEFAULT_HOST,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port; 0 takes a free one.")] = DEFAULT_PORT,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many processes serve.")] = 1,
    scheduler: Annotated[
        bool | None, typer.Option("--scheduler/--no-scheduler", help="The weekly refresh, as MODELDEX_SCHEDULER.")
    ] = None,
) -> None:
    """Serve the pages and the API, and refresh every week.

    Ctrl-C or SIGTERM stops it; a refresh that is running is waited for.
    """
    settings = load()
    with closing(listening(host, port)) as listener:
        prepare(settings, note).dispose()
        open_catalog(settings).dispose()
        address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
        _tell_workers(settings, address, scheduler=scheduler)
        log_to_stderr()
        show_line(f"Modeldex is at {address} (Ctrl-C stops it)")
        _serve(listener, workers)


def application() -> FastAPI:
    """The application of one process, from its environment: what each worker calls."""
    log_to_stderr()
    end_with_parent()
    settings = load()
    return create_app(settings, scheduler=settings.scheduler)


def log_to_stderr() -> None:
    """What a service tells whoever runs it: one line for each event, on standard error."""
    logging.basicConfig(level=logging.INFO, format=_LOG_FORMAT)
    for library in _QUIET:
        logging.getLogger(library).setLevel(logging.WARNING)


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises CannotServe with one line, before anything else has been done."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(_WAITING_CONNECTIONS)
    except OSError as error:
        listener.close()
        raise CannotServe(
            f"cannot listen on {host} port {port}: {error.strerror or error}; choose another with --host and --port"
        ) from error
    return listener


def _tell_workers(settings: Settings, address: str, *, scheduler: bool | None) -> None:
    if settings.base_url is None:
        os.environ[f"{PREFIX}BASE_URL"] = address
    if scheduler is not None:
        os.environ[f"{PREFIX}SCHEDULER"] = "on" if scheduler else "off"


def _serve(listener: socket.socket, workers: int) -> None:
    config = uvicorn.Config(
        _APPLICATION,
        factory=True,
        workers=workers,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_SECONDS_FOR_REQUESTS,
    )
    if workers > 1:
        parent = Workers(config, sockets=[listener])
        parent.run()
        _raise_unless_started(started=not parent.failed)
        return
    server = OneServer(config)
    # When it has stopped, uvicorn raises the signal that it was stopped by once more. By then all is done.
    for stopping in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stopping, lambda *_: None)
    server.run(sockets=[listener])
    _raise_unless_started(started=server.started)


def _raise_unless_started(*, started: bool) -> None:
    if not started:
        raise CannotServe("the server could not start; the lines above say why")
