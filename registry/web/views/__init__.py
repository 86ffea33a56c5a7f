"""The one shape of everything that is shown: pure functions from (Catalog, entity, moment) to frozen values.

The JSON API prints these values as they are; pages, JSON-LD and Markdown are made from the same ones, so that they
cannot disagree. A field's name is its name in JSON. Decimals are exact and printed with exactly their digits.
"""

from registry.web.views.changes import ChangeView, change_view
from registry.web.views.estimates import EstimateView, estimate_view
from registry.web.views.freshness import EditionView, SourceView, StatusView, edition_view, source_view, status_view
from registry.web.views.models import ModelDetail, ModelView, model_detail, model_history, model_view
from registry.web.views.offerings import OfferingDetail, OfferingView, offering_detail, offering_history, offering_view
from registry.web.views.places import (
    FamilyView,
    LabView,
    ProviderView,
    capability_views,
    family_view,
    lab_view,
    meter_view,
    provider_view,
)
from registry.web.views.rates import RateView, rate_history, rate_view, rates_at
from registry.web.views.review import DisagreementView, HeldView, disagreement_view, held_view

__all__ = [
    "ChangeView",
    "DisagreementView",
    "EditionView",
    "EstimateView",
    "FamilyView",
    "HeldView",
    "LabView",
    "ModelDetail",
    "ModelView",
    "OfferingDetail",
    "OfferingView",
    "ProviderView",
    "RateView",
    "SourceView",
    "StatusView",
    "capability_views",
    "change_view",
    "disagreement_view",
    "edition_view",
    "estimate_view",
    "family_view",
    "held_view",
    "lab_view",
    "meter_view",
    "model_detail",
    "model_history",
    "model_view",
    "offering_detail",
    "offering_history",
    "offering_view",
    "provider_view",
    "rate_history",
    "rate_view",
    "rates_at",
    "source_view",
    "status_view",
]
