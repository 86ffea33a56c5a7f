"""OpenAI's list of models, as its clients read it."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from registry.exports.as_openai import openai_models
from tests.sample import CATALOG, LUNA


def test_the_list_has_every_offering_in_the_shape_of_openai(client: TestClient) -> None:
    answer = client.get("/compat/openai/v1/models").json()
    assert answer["object"] == "list"
    assert [set(model) for model in answer["data"]] == [{"id", "object", "created", "owned_by"}] * 4
    luna = {"id": "openai/gpt-5.6-luna", "object": "model", "created": 1783555200, "owned_by": "openai"}
    assert luna in answer["data"]
    assert client.get("/compat/openai/v1/models/openai/gpt-5.6-luna").json() == luna


def test_a_model_that_is_not_there_is_refused(client: TestClient) -> None:
    assert client.get("/compat/openai/v1/models/openai/none").status_code == 404


@pytest.mark.parametrize(
    ("released", "created"),
    [("2026-07-09", 1783555200), ("2026-07", 1782864000), ("2026", 1767225600), ("1950", 0)],
)
def test_a_release_of_any_precision_is_a_number(released: str, created: int) -> None:
    catalog = replace(CATALOG, offerings={LUNA.id: replace(LUNA, released=released)})
    assert [model.created for model in openai_models(catalog).data] == [created]


def test_what_has_stopped_is_not_on_the_menu() -> None:
    catalog = replace(CATALOG, offerings={LUNA.id: replace(LUNA, status="retired")})
    assert openai_models(catalog).data == ()
