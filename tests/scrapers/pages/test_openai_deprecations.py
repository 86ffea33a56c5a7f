"""OpenAI's deprecations page."""

import pytest

from scrapers.errors import LayoutChanged
from scrapers.pages.openai_deprecations import parse
from tests.scrapers.documents import document, the

PAGE = """# Deprecations

### 2026-04-22: Legacy GPT model snapshots

| Shutdown date | Model snapshot | Substitute model |
| --- | --- | --- |
| 2026\u201110\u201123 | `gpt-4-0613` \\| `gpt-4`, `gpt-4-completions` | `gpt-9` |
| Dec 1, 2026 | `gpt-4-1106-preview` | `gpt-9` |

### 2025-09-26: Other

| Shutdown date | Model / system | Recommended replacement |
| --- | --- | --- |
| 2026-03-26 | `gpt-4-1106-preview` | `gpt-5` |
| 2026-03-26 | `gpt-4-0125` (including `gpt-4-turbo`, which point to this snapshot) | `gpt-5` |
| 2026-05-07 | gpt-talk-preview | gpt-talk |
| 2026-05-07 | Assistants API | Responses API |
| 2024-10-28 | New fine-tuning training on `babbage-002` | `gpt-9` |
| at earliest 2026-06-13 | `gpt-4-0314` | `gpt-9` |

### 2026-06-03: Evals platform

| Date | Update |
| --- | --- |
| June 3, 2026 | Announced. |

| Shutdown date | System | Recommended replacement |
| --- | --- | --- |
| 2024-01-04 | `/v1/edits` | `/v1/chat/completions` |
"""


def test_every_id_of_a_cell_shuts_down_on_its_date() -> None:
    reading = parse(document(PAGE))
    for name in ("gpt-4-0613", "gpt-4", "gpt-4-completions"):
        assert the(reading, "openai", name).facts == {"retires": "2026-10-23", "deprecated": "2026-04-22"}
    assert the(reading, "openai", "gpt-4-turbo").facts["retires"] == "2026-03-26"
    assert the(reading, "openai", "gpt-talk-preview").facts["retires"] == "2026-05-07"


def test_the_newest_announcement_of_a_model_stands() -> None:
    reading = parse(document(PAGE))
    assert the(reading, "openai", "gpt-4-1106-preview").facts["retires"] == "2026-12-01"
    assert reading.skipped["an earlier announcement for the same model"] == 1


def test_an_earliest_date_is_no_date_of_an_end() -> None:
    assert the(parse(document(PAGE)), "openai", "gpt-4-0314").facts == {
        "retires_earliest": "2026-06-13",
        "deprecated": "2025-09-26",
    }


def test_products_endpoints_and_training_are_no_models() -> None:
    reading = parse(document(PAGE))
    assert reading.skipped["not a model"] == 3
    assert "babbage-002" not in {statement.api_model_id for statement in reading.statements}


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (PAGE.replace("Shutdown date", "When"), "tables with a column Shutdown date"),
        (PAGE.replace("Model snapshot", "Product"), "a column of models, found Shutdown date, Product"),
    ],
)
def test_another_layout_is_refused(broken: str, message: str) -> None:
    with pytest.raises(LayoutChanged, match=message):
        parse(document(broken))
