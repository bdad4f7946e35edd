"""A port that another program has, through the real console door: every command names the way to another that it has."""

import socket

import pytest

from console import run


@pytest.fixture
def taken():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        yield one.getsockname()[1]


@pytest.mark.parametrize("command", ["serve", "run"])
def test_a_newsroom_names_its_setting(tmp_path, taken, command):
    run("init", "site", cwd=tmp_path)
    toml = tmp_path / "site" / "coranto.toml"
    toml.write_text(toml.read_text().replace("port = 8000", f"port = {taken}"))
    line = next(n for n, one in enumerate(toml.read_text().splitlines(), 1) if one.startswith("port = "))
    assert run(command, cwd=toml.parent, code=2).stderr.splitlines()[-1] == (
        f"coranto: 127.0.0.1:{taken}: cannot serve there: Address already in use; end what is served there, "
        f"or write another below [serve] (coranto.toml:{line})"
    )


def test_the_demo_names_its_option(tmp_path, taken):
    said = run("demo", "--port", taken, cwd=tmp_path, code=2).stderr.splitlines()[-1]
    assert said.startswith(f"coranto: 127.0.0.1:{taken}: cannot serve there: Address already in use; ")
    assert said.endswith("or choose another with --port")
    said = run("demo", "--once", "--dir", "kept", "--port", taken - 1, cwd=tmp_path, code=2).stderr.splitlines()[-1]
    assert said.startswith(f"coranto: 127.0.0.1:{taken}: cannot serve the fictional press there, ")
    assert said.endswith("; choose another with --port")
    assert "0 is not in the range 1<=x<=65534" in run("demo", "--port", 0, cwd=tmp_path, code=2).stderr
