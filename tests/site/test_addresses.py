"""Which addresses are files, and where links lead."""

import pytest

from registry.site.addresses import Target, file_of, is_asked, target


@pytest.mark.parametrize(
    ("path", "media_type", "file"),
    [
        ("/", "text/html; charset=utf-8", "index.html"),
        ("/models/openai/gpt-5.6-luna", "text/html", "models/openai/gpt-5.6-luna/index.html"),
        ("/models/openai/gpt-5.6-luna.json", "application/json", "models/openai/gpt-5.6-luna.json"),
        ("/models/-/2", "text/html", "models/-/2/index.html"),
        ("/providers/example/a.md", "text/html", "providers/example/a.md/index.html"),
        ("/api/v1/models", "application/json", "api/v1/models/index.html"),
        ("/api/v1/models/openai/gpt-5.6-luna", "application/json", "api/v1/models/openai/gpt-5.6-luna/index.html"),
        ("/api/v1/models/openai/gpt-5/history", "application/json", "api/v1/models/openai/gpt-5/history"),
        ("/api/v1/offerings/a/b/c:free", "application/json", "api/v1/offerings/a/b/c:free/index.html"),
        ("/api/v1/offerings/a/sources", "application/json", "api/v1/offerings/a/sources/index.html"),
        ("/api/v1/labs/openai", "application/json", "api/v1/labs/openai"),
        ("/api/v1/status", "application/json", "api/v1/status"),
        ("/api/v1/export/catalog.csv", "text/csv", "api/v1/export/catalog.csv"),
    ],
)
def test_an_address_is_a_file_that_plain_servers_find(path: str, media_type: str, file: str) -> None:
    assert file_of(path, media_type) == file


@pytest.mark.parametrize("path", ["/../etc/passwd", "/a/./b", "/a//b", "/a/\x00", f"/{'x' * 256}", f"/{'é' * 128}"])
def test_what_cannot_be_the_name_of_a_file_is_none(path: str) -> None:
    assert file_of(path, "text/html") is None


@pytest.mark.parametrize(
    ("link", "number", "leads"),
    [
        ("/labs", 1, Target("/labs", "/labs")),
        ("/status#litellm", 1, Target("/status", "/status")),
        ("/providers/a/b%3Ac", 1, Target("/providers/a/b:c", "/providers/a/b:c")),
        ("/models?sort=released&dir=desc", 4, Target("/models", "/models")),
        (
            "/models?sort=released&dir=desc&cursor=abc",
            4,
            Target("/models/-/5", "/models?sort=released&dir=desc&cursor=abc"),
        ),
        ("/held?cursor=abc", 1, Target("/held/-/2", "/held?cursor=abc")),
        ("/models?sort=input&dir=asc", 1, None),
        ("/models?lab=openai&cursor=abc", 1, None),
        ("/models/openai/gpt-5?as_of=2026-06-26", 1, None),
        ("/estimate", 1, None),
        ("/api/v1/estimate", 1, None),
        ("//elsewhere.example/", 1, None),
        ("https://elsewhere.example/labs", 1, None),
    ],
)
def test_only_links_to_what_is_written_lead_somewhere(link: str, number: int, leads: Target | None) -> None:
    assert target(link, number) == leads


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/compare", True),
        ("/compare/a", True),
        ("/compared", False),
        ("/api/v1/offerings/a/b/c:free/sources", True),
        ("/api/v1/offerings/a/sources", False),
        ("/api/v1/sources", False),
        ("/api/v1/models/a/b/history", True),
        ("/models/a/b/history", False),
    ],
)
def test_a_question_is_known_by_whole_parts_of_its_path(path: str, asked: bool) -> None:
    assert is_asked(path) is asked
