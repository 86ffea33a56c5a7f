"""Charts as values: pure geometry, which one template writes as inline SVG."""
