"""The API's own documentation: the OpenAPI document, and a page that shows it without a script or a third party."""

from functools import lru_cache

from fastapi import APIRouter, FastAPI, Request, Response

from registry.web.encoding import json_bytes
from registry.web.responses import SHARED

router = APIRouter(include_in_schema=False)


@lru_cache(maxsize=4)
def openapi_bytes(app: FastAPI) -> bytes:
    """The OpenAPI document as JSON."""
    return json_bytes(app.openapi())


@router.get("/openapi.json", response_model=None)
def openapi(request: Request) -> Response:
    """The OpenAPI document."""
    return Response(openapi_bytes(request.app), media_type="application/json", headers={"Cache-Control": SHARED})
