import json

from click.testing import CliRunner

from coranto.cli.extract_ import command

WORDS = "".join(
    f"<p>Words of the article, number {n}, and more of them in this line of {n * n}.</p>" for n in range(20)
)
HTML = f"<html><head><title>A title of some length</title></head><body><article>{WORDS}</article></body></html>"
URL = "https://daily.example/a"


def run(*arguments, lines=()):
    result = CliRunner().invoke(
        command, arguments, input="\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    )
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def test_a_stream_is_read_in_order_and_failures_are_objects(tmp_path):
    (tmp_path / "page.html").write_bytes(HTML.encode())
    inputs = [{"id": str(number), "url": URL, "html": HTML} for number in range(3)]
    inputs += [{"id": "path", "url": URL, "path": str(tmp_path / "page.html")}]
    inputs += [
        {"id": "gone", "url": URL, "path": "/does/not/exist"},
        {"id": "none", "url": URL},
        "nonsense",
        {"id": "e", "html": ""},
    ]
    code, answers = run("--workers", "2", lines=inputs)
    assert code == 1
    assert [answer["id"] for answer in answers] == ["0", "1", "2", "path", "gone", "none", None, "e"]
    assert all("error" in answer for answer in answers[4:])
    assert answers[3]["title"] == answers[0]["title"] == "A title of some length"
    assert set(answers[0]) == {
        *("id", "url", "canonical", "title", "excerpt", "text", "authors", "published", "updated", "language", "site"),
        *("type", "images", "amp", "paywalled", "provenance"),
    }


def test_a_file_is_a_page(tmp_path):
    (tmp_path / "page.html").write_bytes(HTML.encode())
    code, (answer,) = run(str(tmp_path / "page.html"), "--url", URL)
    assert code == 0
    assert answer["url"] == URL
    assert answer["text"].startswith("Words of the article, number 0")


def test_nothing_gives_nothing():
    assert run() == (0, [])
