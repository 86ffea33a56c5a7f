"""What an operator watches, in Prometheus' text format: requests by route and status, durations, and the catalog."""

from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from registry.web.state import Published

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class Metrics:
    """The counters of one application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "modeldex_requests", "Requests answered.", ("method", "route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "modeldex_request_seconds", "Seconds per request.", ("route",), registry=self._registry, buckets=_BUCKETS
        )
        self._hits = Counter("modeldex_cache_hits", "Requests answered from the cache.", registry=self._registry)
        self._edition = Gauge("modeldex_edition", "The edition that is served.", registry=self._registry)
        self._age = Gauge("modeldex_last_refresh_age_seconds", "Since the last refresh.", registry=self._registry)
        self._offerings = Gauge("modeldex_offerings", "Offerings in the edition.", registry=self._registry)
        self._cached = Gauge("modeldex_cache_bytes", "Bytes of finished responses.", registry=self._registry)

    def count(self, method: str, route: str, status: int, seconds: float, *, hit: bool) -> None:
        """One request answered. `route` is the pattern, never the path: a path has no bound."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)
        if hit:
            self._hits.inc()

    def text(self, published: Published | None, now: datetime) -> str:
        """Everything, in the text format."""
        if published:
            self._edition.set(published.edition.number)
            self._offerings.set(len(published.catalog.offerings))
            self._cached.set(published.responses.size)
            if published.last_refresh:
                self._age.set((now - published.last_refresh).total_seconds())
        return generate_latest(self._registry).decode()
