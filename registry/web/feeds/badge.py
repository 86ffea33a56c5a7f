"""A badge: an image of one line that says what an offering costs today, for a README. SVG, without fonts or scripts."""

from xml.etree.ElementTree import Element, SubElement, tostring

from registry.domain.money import dollars
from registry.web.pages.prices import unconditional
from registry.web.pages.wording import unit_of
from registry.web.views import OfferingView, RateView

MEDIA_TYPE = "image/svg+xml"

_LABEL_COLOUR, _VALUE_COLOUR, _TEXT_COLOUR = "#4a4f57", "#0b5c5e", "#ffffff"
_HEIGHT, _BASELINE, _PADDING = 20, 14, 7
_NARROW, _WIDE = frozenset("fijlrt.,:;|'!()[] -·/"), frozenset("mwMWOQGD%@")
_WIDTHS = {"narrow": 4.2, "usual": 6.6, "wide": 9.4}


def badge(view: OfferingView) -> bytes:
    """The badge of an offering at the prices of its view."""
    return _drawn(f"{view.model.name} on {view.provider.name}", said(view))


def said(view: OfferingView) -> str:
    """The prices in one line: `$0.20 in · $1.20 out per 1M tokens`, or why there are none."""
    if view.status == "retired":
        return "retired"
    both = [(unconditional(view.rates, meter), word) for meter, word in (("input", "in"), ("output", "out"))]
    sourced = [(rate, word) for rate, word in both if rate]
    if sourced:
        if all(rate.usd == 0 for rate, _ in sourced):
            return "free"
        return f"{' · '.join(f'{dollars(rate.usd)} {word}' for rate, word in sourced)} per 1M tokens"
    other = _other(view)
    return f"{dollars(other.usd)} per {unit_of(other.meter)}" if other else "price not sourced"


def _other(view: OfferingView) -> RateView | None:
    """What else it is billed by, unconditionally."""
    return next((rate for rate in view.rates if rate.tier == "standard" and rate.when is None), None)


def _drawn(label: str, value: str) -> bytes:
    left, right = _width(label), _width(value)
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": str(left + right),
            "height": str(_HEIGHT),
            "role": "img",
            "aria-label": f"{label}: {value}",
        },
    )
    SubElement(root, "title").text = f"{label}: {value}"
    for start, width, colour, text in ((0, left, _LABEL_COLOUR, label), (left, right, _VALUE_COLOUR, value)):
        box = {"x": str(start), "width": str(width), "height": str(_HEIGHT), "fill": colour}
        SubElement(root, "rect", box)
        # The length is given, so that the text fits whatever font the reader has.
        length = {"x": str(start + _PADDING), "textLength": str(width - 2 * _PADDING), "y": str(_BASELINE)}
        font = {"font-family": "Verdana, DejaVu Sans, sans-serif", "font-size": "11", "fill": _TEXT_COLOUR}
        SubElement(root, "text", {**length, **font}).text = text
    return tostring(root, encoding="unicode").encode()


def _width(text: str) -> int:
    """Pixels that a text takes in a usual sans serif at 11 px, with room on both sides."""
    kinds = ("narrow" if char in _NARROW else "wide" if char in _WIDE else "usual" for char in text)
    return round(sum(_WIDTHS[kind] for kind in kinds)) + 2 * _PADDING
