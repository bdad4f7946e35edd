"""The tools for assistants, asked through the protocol's own client, over standard streams and over HTTP."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
import seeding

from coranto.web.app import Server
from coranto.web.mcp.tools import NAMES, Tools, Unanswered

mcp = pytest.importorskip("mcp", reason="the extra coranto[mcp] is not installed")
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

COMMAND = [sys.executable, "-c", "from coranto.cli import main; main()"]


@pytest.fixture(scope="module")
def address(newsroom):
    with Server(newsroom, "127.0.0.1", 0) as server:
        yield server.address


async def ask(client, tool, **asked):
    told = await client.call_tool(tool, asked)
    assert not told.is_error, told.content
    assert json.loads(told.content[0].text) == told.structured_content
    return told.structured_content


async def test_an_assistant_finds_its_way_over_http(newsroom, address):
    async with Client(f"{address}/mcp/") as client:
        listed = (await client.list_tools()).tools
        assert [tool.name for tool in listed] == list(NAMES)
        assert all(tool.description and tool.annotations.read_only_hint for tool in listed)
        topics = await ask(client, "list_topics")
        assert {topic["id"] for topic in topics["items"]} == {topic.id for topic in seeding.TOPICS}
        hot = await ask(client, "latest_stories", limit=5)
        story = await ask(client, "get_story", story=hot["items"][0]["id"])
        assert story["title"] == hot["items"][0]["title"]
        assert sum(one["leads"] for one in story["articles"]) == 1
        timeline = await ask(client, "story_timeline", story=story["id"])
        assert [one["published"] for one in timeline["events"]] == sorted(one["published"] for one in story["articles"])
        assert timeline["events"][-1]["heat"] >= timeline["events"][0]["heat"]
        found = await ask(client, "search", query="facial recognition")
        one = await ask(client, "get_article", article=found["items"][0]["id"])
        assert one == await ask(client, "get_article", article=one["url"])
        why = await ask(client, "explain_score", article=one["id"])
        assert why["quality"] == sum(part["points"] for part in why["quality_parts"]) == one["quality"]
        assert isinstance((await ask(client, "trending"))["items"], list)
        sources = await ask(client, "list_sources")
        assert (await ask(client, "source_health", source=sources["items"][0]["url"]))["items"] == sources["items"][:1]
        assert (await ask(client, "source_health"))["sources"] == len(sources["items"])


async def test_what_has_no_answer_is_a_sentence(address):
    async with Client(f"{address}/mcp/") as client:
        for tool, asked, words in (
            ("get_story", {"story": "snobody"}, "latest_stories and search name stories"),
            ("get_article", {"article": "nothing"}, "no published article"),
            ("explain_score", {"article": "nothing"}, "no article has this id"),
            ("latest_stories", {"topic": "cooking"}, "cooking"),
            ("search", {"query": " "}, "missing"),
            ("latest_stories", {"limit": 100000}, "whole number from 1 to 100"),
            ("source_health", {"source": "nobody"}, "list_sources has them all"),
        ):
            told = await client.call_tool(tool, asked)
            assert told.is_error
            assert words in told.content[0].text


def test_no_tool_gives_a_text_or_what_is_not_public(newsroom):
    tools = Tools(newsroom)
    stories = tools.latest_stories(limit=100)["items"]
    told = [tools.get_story(one["id"]) for one in stories] + [tools.story_timeline(one["id"]) for one in stories]
    told += [tools.explain_score(name) for one in stories for name in one["articles"]]
    told += [tools.search("the"), tools.list_sources(), tools.trending()]
    assert "PRIVATE" not in json.dumps(told)
    with pytest.raises(Unanswered):
        tools.get_article(next(one.id for one in newsroom.store.recent_articles(100, published=False)))


def test_another_sites_page_cannot_reach_it(address):
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}).encode()

    def status(**headers):
        asked = urllib.request.Request(f"{address}/mcp/", body, {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"} | headers)  # fmt: skip
        try:
            with urllib.request.urlopen(asked) as answer:
                return answer.status
        except urllib.error.HTTPError as why:
            return why.code

    assert status(Host="evil.example") in (403, 421)
    assert status(Origin="https://evil.example") == 403
    assert status(Host="news.example", Origin="https://news.example") == status(Host="localhost") == 200


@pytest.fixture
def begun(tmp_path):
    subprocess.run([*COMMAND, "init", "--example", "ai", "."], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path / "coranto.toml"


async def test_an_assistant_starts_it_by_itself(begun):
    started = StdioServerParameters(command=COMMAND[0], args=[*COMMAND[1:], "--config", str(begun), "mcp"], env=dict(os.environ))  # fmt: skip
    async with Client(stdio_client(started)) as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == list(NAMES)
        assert (await ask(client, "latest_stories"))["items"] == []
        assert (await ask(client, "list_topics"))["items"]
