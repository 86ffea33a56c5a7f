import pytest

from scrapers.match import checked, matches


@pytest.mark.parametrize(
    ("clause", "api_model_id", "expected"),
    [
        ({"equals": "GPT-5.6-Luna"}, "gpt-5.6-luna", True),
        ({"equals": "gpt-5.6"}, "gpt-5.6-luna", False),
        ({"starts_with": "claude-opus"}, "Claude-Opus-4-7", True),
        ({"ends_with": "-maas"}, "glm-5-maas", True),
        ({"contains": "sonnet"}, "us.anthropic.claude-sonnet-5", True),
        ({"regex": r"^gpt-5\.6-luna-\d{4}-\d{2}-\d{2}$"}, "GPT-5.6-LUNA-2026-07-09", True),
        ({"and": [{"starts_with": "gemini-2.5-pro"}, {"regex": "^(?!.*-tts(?:$|-))"}]}, "gemini-2.5-pro-tts", False),
        ({"or": [{"equals": "a"}, {"equals": "b"}]}, "b", True),
        ({"or": []}, "a", False),
    ],
)
def test_a_clause_tells_which_ids_it_means(clause: dict[str, object], api_model_id: str, expected: bool) -> None:
    safe = checked(clause)
    assert safe is not None
    assert matches(safe, api_model_id) is expected


@pytest.mark.parametrize(
    "clause",
    [
        None,
        "gpt",
        {},
        {"equals": "a", "contains": "b"},
        {"sounds_like": "a"},
        {"equals": ""},
        {"equals": 3},
        {"equals": "x" * 201},
        {"or": {"equals": "a"}},
        {"or": [{"equals": "a"}, {"nonsense": "b"}]},
        {"or": [{"equals": "a"}] * 401},
        {"regex": "(a+)+$"},
        {"regex": "(a|a)*b"},
        {"regex": "("},
        {"regex": ".*.*.*x"},
        {"and": [{"and": [{"and": [{"and": [{"and": [{"and": [{"equals": "a"}]}]}]}]}]}]},
    ],
)
def test_a_clause_that_cannot_be_evaluated_safely_is_refused(clause: object) -> None:
    assert checked(clause) is None
