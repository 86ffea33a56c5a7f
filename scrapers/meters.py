"""What can be billed: one row a meter. Amounts are USD per single unit; `per` only says how a price is displayed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meter:
    """One billable quantity. `per` is the number of units that a displayed price is for (1,000,000 tokens)."""

    id: str
    unit: str
    per: int
    label: str


_ROWS = (
    # id, unit, per, label
    ("input", "token", 1_000_000, "Input tokens"),
    ("output", "token", 1_000_000, "Output tokens"),
    ("cache_read", "token", 1_000_000, "Cache read"),
    ("cache_write", "token", 1_000_000, "Cache write"),
    ("cache_write_1h", "token", 1_000_000, "Cache write, kept 1 hour"),
    ("cache_write_12h", "token", 1_000_000, "Cache write, kept 12 hours"),
    ("reasoning", "token", 1_000_000, "Reasoning tokens"),
    ("input_audio", "token", 1_000_000, "Audio input tokens"),
    ("output_audio", "token", 1_000_000, "Audio output tokens"),
    ("cache_read_audio", "token", 1_000_000, "Audio cache read"),
    ("cache_write_audio", "token", 1_000_000, "Audio cache write"),
    ("input_image", "token", 1_000_000, "Image input tokens"),
    ("output_image", "token", 1_000_000, "Image output tokens"),
    ("cache_read_image", "token", 1_000_000, "Image cache read"),
    ("input_video", "token", 1_000_000, "Video input tokens"),
    ("output_video", "token", 1_000_000, "Video output tokens"),
    ("citation", "token", 1_000_000, "Citation tokens"),
    ("input_character", "character", 1_000_000, "Input characters"),
    ("output_character", "character", 1_000_000, "Output characters"),
    ("input_pixel", "pixel", 1_000_000, "Input pixels"),
    ("output_pixel", "pixel", 1_000_000, "Output pixels"),
    ("image", "image", 1, "Generated image"),
    ("source_image", "image", 1, "Input image"),
    ("second", "second", 1, "Generated second"),
    ("input_second", "second", 1, "Input second"),
    ("input_audio_second", "second", 1, "Audio input second"),
    ("input_video_second", "second", 1, "Video input second"),
    ("page", "page", 1_000, "Pages"),
    ("annotated_page", "page", 1_000, "Annotated pages"),
    ("request", "request", 1_000, "Requests"),
    ("query", "query", 1_000, "Queries"),
    ("web_search", "search", 1_000, "Web searches"),
    ("file_search", "search", 1_000, "File searches"),
    ("maps_grounding", "query", 1_000, "Maps grounding queries"),
    ("message", "message", 1_000, "Text messages"),
    ("session", "session", 1, "Code interpreter session"),
    ("storage_gb_day", "GB-day", 1, "Storage per GB and day"),
)

METERS: dict[str, Meter] = {row[0]: Meter(*row) for row in _ROWS}
"""Every meter by its id, in display order."""
