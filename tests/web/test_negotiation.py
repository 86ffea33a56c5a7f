"""What request headers mean."""

import pytest

from registry.web.negotiation import accepts, chosen_encoding, matches


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        (b"", None),
        (b"gzip, deflate, br, zstd", "br"),
        (b"gzip, zstd", "zstd"),
        (b"gzip", "gzip"),
        (b"br;q=0.1, gzip;q=0.9", "gzip"),
        (b"br;q=0", None),
        (b"*", "br"),
        (b"*;q=0.5, br;q=0", "zstd"),
        (b"identity;q=1, gzip;q=0.5", None),
        (b"GZIP", "gzip"),
        (b"br;q=nonsense", None),
        (b"deflate", None),
    ],
)
def test_the_client_chooses_the_encoding(header: bytes, encoding: str | None) -> None:
    assert chosen_encoding(header) == encoding


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        (b"", True),
        (b"*/*", True),
        (b"application/*;q=0.2", True),
        (b"application/json", True),
        (b"text/html", False),
        (b"text/html, */*;q=0.1", True),
        (b"application/json;q=0, */*", False),
    ],
)
def test_an_accept_header_lets_json_through_or_not(header: bytes, accepted: bool) -> None:
    assert accepts(header, "application/json") is accepted


@pytest.mark.parametrize(
    ("header", "held"),
    [
        (b'"abc-br"', True),
        (b'W/"abc-br"', True),
        (b'"x", W/"y" ,"abc-br"', True),
        (b"*", True),
        (b'"abc"', False),
        (b'"abc-brx"', False),
        (b"abc-br", False),
        (b"", False),
    ],
)
def test_entity_tags_are_compared_weakly_and_whole(header: bytes, held: bool) -> None:
    assert matches(header, '"abc-br"') is held
