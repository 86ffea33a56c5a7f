"""The whole edition as files: functions of the edition alone, made once and then sent as they are.

These answers are finished here, entity tag and compression included, because they are too large for the gate's cache.
"""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request, Response
from starlette.responses import StreamingResponse

from registry.exports.formats import FORMATS, Format
from registry.exports.manifest import FILE, document, manifest_of
from registry.web.api.routing import NO_PARAMETERS, PREFIX, Current, reading, responses
from registry.web.negotiation import chosen_encoding, matches
from registry.web.packed import Exports
from registry.web.responses import SHARED

router = APIRouter(prefix=f"{PREFIX}/export", tags=["Export"])


def _exports(request: Request) -> Exports:
    exports: Exports = request.app.state.exports
    return exports


def _handler(form: Format) -> Callable[..., Awaitable[Response]]:
    async def handler(request: Request, published: Current) -> Response:
        asked = request.headers
        encoding = chosen_encoding(asked.get("accept-encoding", "").encode("latin-1"))
        body = await _exports(request).body(published, form, encoding)
        tag = body.entity_tag(encoding)
        headers = {"ETag": tag, "Cache-Control": SHARED}
        if matches(asked.get("if-none-match", "").encode("latin-1"), tag):
            return Response(status_code=304, headers=headers)
        if encoding is not None:
            headers["Content-Encoding"] = encoding
            return Response(body.form(encoding), media_type=form.media_type, headers=headers)
        headers["Content-Length"] = str(body.listed.size)
        return StreamingResponse(body.pieces(), media_type=form.media_type, headers=headers)

    handler.__name__ = f"export_{form.name}"
    handler.__doc__ = f"{form.about[:1].upper()}{form.about[1:]}."
    return handler


async def manifest(request: Request, published: Current) -> Response:
    """The edition's number, day and digest, and the size and sha256 of each file. `modeldex verify` reads it."""
    bodies = [await _exports(request).body(published, form) for form in FORMATS.values()]
    content = document(manifest_of(published.edition, (body.listed for body in bodies)))
    return Response(content, media_type="application/json", headers={"Cache-Control": SHARED})


def _declare(path: str, handler: Callable[..., Awaitable[Response]], media_type: str, summary: str) -> None:
    file = {"description": "The file.", "content": {media_type: {"schema": {"type": "string", "format": "binary"}}}}
    router.add_api_route(
        path,
        handler,
        methods=["GET"],
        summary=summary,
        operation_id=handler.__name__,
        response_class=Response,
        responses={200: file, 422: responses(object, (422,))[422]},
        dependencies=[reading(NO_PARAMETERS)],
        response_model=None,
    )


for _form in FORMATS.values():
    _declare(f"/catalog.{_form.name}", _handler(_form), _form.media_type, f"The whole edition as {_form.name.upper()}")
_declare(f"/{FILE}", manifest, "application/json", "The files of the edition, with their sha256")
