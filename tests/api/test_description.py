"""The description is OpenAPI 3.1, says everything that can go wrong, and is kept beside the code."""

import json
from pathlib import Path

import pytest
from django.test import Client
from pydantic import BaseModel

from yichuang.cases.status import Action
from yichuang.kernel.vocabulary import labels
from yichuang.surfaces.api.actions import ACTIONS, ELSEWHERE, SYSTEM_ONLY
from yichuang.surfaces.api.service import operations, service
from yichuang.surfaces.api.views import document

KEPT = Path(__file__).parents[2] / "docs" / "openapi.json"


@pytest.fixture(scope="module")
def described():
    return json.loads(document())


def test_the_kept_description_is_the_present_one():
    assert KEPT.read_bytes() == document() + b"\n", "write it anew: ./run yichuang api describe"


def test_it_is_openapi_3_1_and_valid(described):
    from jsonschema_rs import validator_for
    from schemathesis.specs.openapi import definitions

    assert described["openapi"] == "3.1.0"
    known = getattr(definitions, "OPENAPI_31", None)
    if known is not None:
        validator_for(known).validate(described)


def test_every_operation_tells_its_problems(described):
    for operation in operations(described):
        problems = {status: told for status, told in operation["responses"].items() if status >= "400"}
        assert {"401", "403", "404", "406", "422", "429", "500"} <= set(problems)
        assert all(set(told["content"]) == {"application/problem+json"} for told in problems.values())
        assert operation["security"] == [{"Token": []}, {"Session": []}]


def test_every_write_asks_for_a_key(described):
    for operation in operations(described):
        headers = {each["name"] for each in operation["parameters"] if each["in"] == "header"}
        writes = "requestBody" in operation and operation["operationId"] != "make_plan"
        assert ("Idempotency-Key" in headers) == writes, operation["operationId"]


def test_every_action_of_the_engine_has_its_place():
    assert set(Action) == ACTIONS | SYSTEM_ONLY | ELSEWHERE


def test_no_two_kinds_of_values_share_a_name(described):
    """The library merges schemas by name; what each operation means must be what the document says."""
    compared = set()
    for router in service._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                for model in operation.response_models.values():
                    if isinstance(model, type) and issubclass(model, BaseModel):
                        own = model.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
                        for name, schema in own.get("$defs", {}).items():
                            compared.add(name)
                            known = described["components"]["schemas"][name]
                            assert set(known.get("properties", known)) == set(schema.get("properties", schema)), name
    assert len(compared) > 20


@pytest.mark.parametrize(("language", "said"), [("zh-CN", "最合适的在前"), ("en", "best first")])
def test_the_page_says_in_the_readers_language_what_each_operation_does(db, described, language, said):
    page = Client(headers={"accept-language": language}).get("/api/v1/docs").content.decode()
    assert said in page
    assert "`" not in page.split("<main")[1].split("</main>")[0]
    operations = {each["operationId"] for methods in described["paths"].values() for each in methods.values()}
    assert operations == labels()["api_operation"].keys()


def test_the_page_lists_every_operation(db, described):
    page = Client().get("/api/v1/docs", headers={"Accept-Language": "en"}).content.decode()
    assert "<script src=" not in page.replace('<script src="/static/', "")
    for operation in operations(described):
        assert f'id="{operation["operationId"]}"' in page
