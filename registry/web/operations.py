"""For those who run it: is the process alive, can it answer, what does it do."""

from fastapi import APIRouter, Request, Response

from registry.web.metrics import MEDIA_TYPE, Metrics
from registry.web.problems import NotReady
from registry.web.responses import PRIVATE, json_response, text_response
from registry.web.state import Reader
from registry.web.views.parts import instant_text

router = APIRouter(include_in_schema=False)


@router.get("/healthz", response_model=None)
def healthz() -> Response:
    """The process answers. Nothing else is looked at: restarting it would not mend a database."""
    return json_response({"status": "ok"}, cache=PRIVATE)


@router.get("/readyz", response_model=None)
def readyz(request: Request) -> Response:
    """There is an edition to answer from, and the database can be read. Raises NotReady with the reason."""
    reader: Reader = request.app.state.reader
    published = reader.published
    if published is None or reader.reason:
        raise NotReady(f"{reader.reason[:1].upper()}{reader.reason[1:]}.")
    answer = {
        "status": "ok",
        "edition": published.edition.number,
        "last_refresh": instant_text(published.last_refresh),
        "next_refresh": instant_text(published.next_refresh),
        "age_days": max((published.day - published.edition.day).days, 0),
    }
    return json_response(answer, cache=PRIVATE)


@router.get("/metrics", response_model=None)
def metrics(request: Request) -> Response:
    """Counters in Prometheus' text format."""
    reader: Reader = request.app.state.reader
    counted: Metrics = request.app.state.metrics
    return text_response(counted.text(reader.published, reader.now()), MEDIA_TYPE, cache=PRIVATE)
