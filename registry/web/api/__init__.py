"""The JSON API, under /api/v1."""

from fastapi import APIRouter

from registry.web.api import (
    admin,
    comparisons,
    estimates,
    exports,
    freshness,
    models,
    offerings,
    places,
    resolving,
    review,
)

router = APIRouter()
for part in (models, offerings, places, estimates, comparisons, resolving, freshness, review, exports, admin):
    router.include_router(part.router)
