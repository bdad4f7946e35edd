"""The description of the API (OpenAPI 3.1), from the schemas of its responses."""

from typing import Any

import msgspec

from coranto import __version__
from coranto.feeds.explanation_json import Explanation
from coranto.newsroom import Newsroom
from coranto.topic.taxonomy import Taxonomy
from coranto.web.api import params
from coranto.web.api import schemas as shapes
from coranto.web.api.endpoints import ROOT
from coranto.web.api.export import TYPE
from coranto.web.document import JSON, Document

_SHAPES = (
    shapes.Articles, shapes.Stories, shapes.Changes, shapes.Topics, shapes.Sources, shapes.Found, shapes.Problem,
)  # fmt: skip
_EXPLAIN = "explain."  # prefix of the explanation's schemas: its articles have a shape of their own
_PARTIAL = ("Article", "Story", "Change", "Topic", "Source")  # with `fields`, only the requested ones
_PROBLEM = "application/problem+json"
_TIME = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}

_TEXT: dict[str, Any] = {"type": "string", "pattern": r"^[^\x00]*$"}  # an address with a NUL is refused

_PARAMETERS: dict[str, tuple[str, dict[str, Any], Any]] = {
    "limit": ("How many.", {"type": "integer", "minimum": 1, "maximum": params.MOST, "default": params.LIMIT}, 25),
    "cursor": ("Where a page begins: `next` of the page before it.", _TEXT, None),
    "fields": ("Only these fields of each item, with commas between.", {}, ["id", "page"]),
    "topic": ("A topic, by id or name; of several, all.", {}, None),
    "source": ("A domain or a source's id; of several, any.", {"type": "array", "items": _TEXT}, None),
    "after": ("Published at this date or time or later.", _TIME, "2026-03-01"),
    "before": ("Published before this date or time.", _TIME, "2030-01-01T12:00:00Z"),
    "quality": ("At least so many points.", {"type": "integer", "minimum": 0, "maximum": 1_000_000}, 0),
    "published": (
        "Also what is not published (any), or only that (no); 403 where the site shows only what it publishes.",
        {"type": "string", "enum": ["any", "yes", "no"], "default": "yes"},
        None,
    ),
    "url": ("The address of an article.", _TEXT | {"minLength": 1}, None),
    "story": ("A story, by id.", _TEXT, None),
    "days": ("With an article of so many days.", {"type": "integer", "minimum": 1, "maximum": 3650}, 3),
    "q": (
        'Words, "phrases", -not, topic:, source:, after:, before:, quality:, published:.',
        {"type": "string", "minLength": 1, "pattern": r"^[^\x00]*[^\s\x00][^\x00]*$"},
        "facial recognition",
    ),
}
_LISTED = ("limit", "cursor", "fields")

# The fields of a path's items.
_ITEMS: dict[str, type[shapes.Shape]] = {
    "articles": shapes.Article, "stories": shapes.Story, "topics": shapes.Topic, "sources": shapes.Source,
    "search": shapes.Article, "changes": shapes.Change,
}  # fmt: skip

# path: (what it returns, shape, parameters of the query)
_PATHS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "/articles": ("Articles, newest first", "Articles", (*_LISTED, *params.FILTERS)),
    "/articles/{id}": ("A published article", "Article", ("fields",)),
    "/stories": ("Stories, hottest first", "Stories", (*_LISTED, "topic", "days")),
    "/stories/{id}": ("A story; one that ended gives its heir", "Story", ("fields",)),
    "/changes": ("What outlets changed in published articles, latest first", "Changes", (*_LISTED, "story")),
    "/topics": ("All topics", "Topics", ("fields",)),
    "/sources": ("All sources", "Sources", ("fields",)),
    "/search": ("What a search finds, best first", "Found", ("q", *_LISTED, "published")),
    "/explain/{id}": ("Everything known of an article, published or not", f"{_EXPLAIN}Explanation", ()),
    "/explain": ("Everything known of the article with an address", f"{_EXPLAIN}Explanation", ("url",)),
    "/articles.jsonl": ("Every article, one a line", "", ("fields", *params.FILTERS)),
}


def document(newsroom: Newsroom) -> Document:
    """Describe the API of this site."""
    site = newsroom.settings.site
    there = _examples(newsroom)
    described = {
        "openapi": "3.1.0",
        "info": {"title": site.title, "version": __version__, "description": "Excerpts and links. Read only."},
        "servers": [{"url": site.url + ROOT}],
        "paths": {path: {"get": _operation(path, newsroom.taxonomy, there)} for path in _PATHS},
        "components": {"schemas": _schemas()},
    }
    return Document(f"{ROOT}/openapi.json", msgspec.json.encode(described) + b"\n", JSON)


def _examples(newsroom: Newsroom) -> dict[str, str]:
    """Return existing ids by the first part of a path, and an address, as far as anything is published."""
    stored = next(iter(newsroom.store.page_of_records(limit=1)), None)
    if stored is None:
        return {}
    newest = stored.article
    story = newsroom.store.story_ids_of([newest]).get(newest)
    found = {"articles": newest, "explain": newest, "url": stored.record.web_url or ""}
    return found | ({"stories": story} if story else {})


def _operation(path: str, taxonomy: Taxonomy, there: dict[str, str]) -> dict[str, Any]:
    says, shape, names = _PATHS[path]
    name = path.strip("/").replace("/{id}", " one").replace(".", " ").replace(" ", "_")
    kind = TYPE if path.endswith(".jsonl") else JSON
    schema = _ref(shape) if shape else {"type": "string"}
    answers: dict[str, Any] = {
        "200": {"description": says, "content": {kind: {"schema": schema}}},
        "400": _trouble("A parameter cannot be used."),
        "429": _trouble("One client asked too often; Retry-After says when to come back."),
    }
    parameters = [_parameter(name, path, taxonomy, there) for name in names]
    if "{id}" in path:
        ident = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        example = there.get(path.split("/")[1])
        parameters.insert(0, ident | ({"example": example} if example else {}))
        answers["404"] = _trouble("There is none of this id.")
    if "published" in names:
        answers["403"] = _trouble("This site shows only what it publishes.")
    if "url" in names:
        answers["404"] = _trouble("There is none of this address.")
    if "cursor" in names:
        answers["404"] = _trouble("The cursor is none of ours.")
        answers["200"]["links"] = {"next": {"operationId": name, "parameters": {"cursor": "$response.body#/next"}}}
    if kind == JSON:
        answers["304"] = {"description": "What If-None-Match names is what there is."}
    return {"operationId": name, "summary": says, "parameters": parameters, "responses": answers}


def _parameter(name: str, path: str, taxonomy: Taxonomy, there: dict[str, str]) -> dict[str, Any]:
    says, schema, example = _PARAMETERS[name]
    example = example or there.get(name)
    parameter = {"name": name, "in": "query", "required": name in ("q", "url"), "description": says, "schema": schema}
    if name == "fields":
        known = [
            field.encode_name
            for field in msgspec.structs.fields(_ITEMS[path.strip("/").replace(".", "/").split("/")[0]])
        ]
        parameter |= {"schema": _some(known), "style": "form", "explode": False}
    elif name == "topic":
        parameter["schema"] = _some(sorted({said for topic in taxonomy for said in (topic.id, topic.name)}))
    return parameter if example is None else parameter | {"example": example}


def _some(there: list[str]) -> dict[str, Any]:
    """Describe a list of at least one of these."""
    return {"type": "array", "items": {"type": "string"} | ({"enum": there} if there else {}), "minItems": 1}


def _trouble(says: str) -> dict[str, Any]:
    return {"description": says, "content": {_PROBLEM: {"schema": _ref("Problem")}}}


def _ref(shape: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{shape}"}


def _schemas() -> dict[str, Any]:
    _, schemas = msgspec.json.schema_components(_SHAPES, ref_template="#/components/schemas/{name}")
    for name in _PARTIAL:
        schemas[name].pop("required")
    _, explained = msgspec.json.schema_components(
        (Explanation,), ref_template=f"#/components/schemas/{_EXPLAIN}{{name}}"
    )
    return schemas | {f"{_EXPLAIN}{name}": schema for name, schema in explained.items()}
