"""The installed program: from a wheel to a page, each extra alone, sizes; in environments made for it.

    python benchmarks/install.py                      # every Python from 3.11 on that is here
    python benchmarks/install.py --python 3.12        # one
    CORANTO_TEST_POSTGRES=postgresql+psycopg://... python benchmarks/install.py     # the extra `postgres` against a server

Builds wheel and sdist twice (the hashes must be the same), then for each Python: a new environment with the wheel alone,
timed from nothing to a page of `coranto demo`; `uvx` and `pipx run` from the wheel's file likewise; and a new environment
for each extra and for all of them, with a command that needs it. Packages come from the configured index; with uv's
cache they are fetched once. Prints a table in Markdown; ends with 1 where something failed.
"""

import argparse
import contextlib
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
UV = shutil.which("uv") or str(Path(sys.executable).parent / "uv")
PATIENCE = 300.0  # seconds for one command
WHOLE = ("--link-mode", "copy", "--compile-bytecode")
QUICK = "--quick" in sys.argv  # files are linked from uv's cache and not compiled: as uvx does it, and no sizes
KEY = "00" * 32
EXTRAS = ("desk", "fast", "mail", "mcp", "parquet", "pictures", "postgres", "sealed")
ASK = (
    '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},'
    '"clientInfo":{"name":"install","version":"1"}}}\n'
)


def run(*words, cwd=None, text="", env=None):
    """Run a command; return its output, or raise with what it said."""
    done = subprocess.run(
        list(map(str, words)),
        cwd=cwd,
        input=text,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env=os.environ | (env or {}),
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, words))} ended with {done.returncode}: {done.stderr[-800:]}")
    return done.stdout


def build(out):
    """Build wheel and sdist into a folder; return the wheel and the hashes."""
    run(sys.executable, "-m", "hatchling", "build", "-d", out, cwd=ROOT)
    hashes = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(out.iterdir())}
    return next(out.glob("*.whl")), hashes


def pythons():
    """Return the interpreters from 3.11 on that are here, one of each minor version: on the path, or pyenv's."""
    found = {}
    for minor in range(11, 20):
        near = [shutil.which(f"python3.{minor}"), *Path.home().glob(f".pyenv/versions/*/bin/python3.{minor}")]
        for path in filter(None, near):
            with contextlib.suppress(OSError, RuntimeError):
                run(path, "--version")
                found.setdefault(f"3.{minor}", path)
    return found


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def page_of(command, since, env=None):
    """Start a demo; return the seconds from ``since`` to its first page with stories, and whether SIGTERM ended it."""
    port = free_port()
    words = [*map(str, command), "demo", "--port", str(port)]
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(
            words, stdout=log, stderr=log, env=os.environ | (env or {}), start_new_session=True
        ) as process,
    ):
        try:
            while time.monotonic() - since < PATIENCE and process.poll() is None:
                with contextlib.suppress(urllib.error.URLError, OSError):
                    page = urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).read().decode()
                    if page.count("/s/") + page.count('href="s/') > 3:
                        return time.monotonic() - since
                time.sleep(0.1)
            log.seek(0)
            raise RuntimeError(f"{' '.join(words)} showed no page: {log.read()[-800:]!r}")
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)


def size(folder):
    return int(run("du", "-sm", folder).split()[0])


def environment(folder, python, what, *, seed=False):
    """Make an environment with something installed; return the path of its program."""
    run(UV, "venv", "-q", *(["--seed"] if seed else []), "--python", python, folder)
    run(UV, "pip", "install", "-q", *([] if QUICK else WHOLE), "--python", folder / "bin/python", what)
    return folder / "bin/coranto"


def use(extra, coranto, work):
    """Use what an extra is for."""
    site = work / "coranto.toml"
    config = ("--config", site)
    if extra == "desk":
        run(coranto, *config, "people", "add", "ada", "--role", "owner", "--password-stdin", text="a long password\n")
        assert "ada" in run(coranto, *config, "people", "list")
    elif extra == "fast":
        run(coranto, *config, "run", "--once")
        run(coranto.parent / "python", "-c", "import uvloop, brotli")
    elif extra == "mail":
        run(coranto.parent / "python", "-c", "import aiosmtplib, dns, flufl.bounce, imap_tools")
        return "imported only"
    elif extra == "mcp":
        answer = run(coranto, *config, "mcp", text=ASK)
        assert json.loads(answer.splitlines()[0])["result"]["serverInfo"]
    elif extra == "parquet":
        run(coranto, *config, "export", "--to", "parquet", work / "all.parquet")
        assert (work / "all.parquet").read_bytes()[:4] == b"PAR1"
    elif extra == "pictures":
        run(coranto, *config, "build", work / "site")
        assert (work / "site/poster.png").read_bytes()[:4] == b"\x89PNG"
    elif extra == "postgres":
        if not (server := os.environ.get("CORANTO_TEST_POSTGRES")):
            run(coranto.parent / "python", "-c", "import psycopg; psycopg.pq.version()")
            return "imported only"
        run(coranto, *config, "check", env={"CORANTO_DATABASE": server})
        run(coranto.parent / "python", "-c", f"import sqlalchemy; sqlalchemy.create_engine({server!r}).connect()")
    elif extra == "sealed":
        fresh = work / "sealed"
        run(coranto, "demo", "--once", "--dir", fresh, "--port", free_port(), env={"CORANTO_SITE_KEY": KEY})
        assert any("secured:" in file.read_text() for file in (fresh / "_news").glob("*.md"))
    return "used"


def one_python(version, python, wheel, home, wanted):
    """Try everything with one Python; return the rows of the table, and whether all was well."""
    rows, well = [], True
    start = time.monotonic()
    coranto = environment(home / f"base-{version}", python, wheel)
    installed = time.monotonic() - start
    base = size(home / f"base-{version}")
    seconds = page_of([coranto], start)
    rows.append(
        (version, "base", f"{base} MB", f"{installed:.1f} s to install, {seconds:.1f} s from nothing to a page")
    )
    run(coranto, "demo", "--once", "--dir", home / f"room-{version}", "--port", free_port())
    assert "extras    none" in run_doctor(coranto, home / f"room-{version}")
    ways = {"uvx": [UV, "tool", "run", "--python", python, "--from", wheel, "coranto"]}
    ways["pipx run"] = [UV, "tool", "run", "pipx", "run", "--python", python, "--spec", wheel, "coranto"]
    for way, command in ways.items():
        try:
            seconds = page_of(command, time.monotonic(), {"PIPX_HOME": str(home / f"pipx-{version}")})
            rows.append((version, f"`{way} coranto demo`", "", f"{seconds:.1f} s to a page"))
        except RuntimeError as why:
            rows.append((version, f"`{way} coranto demo`", "", f"FAILED: {why}"))
            well = False
    for extra in (*EXTRAS, "all"):
        if wanted and extra not in wanted:
            continue
        place = home / f"{extra}-{version}"
        try:
            coranto = environment(place, python, f"{wheel}[{extra}]")
            work = Path(shutil.copytree(home / f"room-{version}", home / f"work-{extra}-{version}"))
            listed = re.search(r"^extras +(.+)$", run_doctor(coranto, work), re.MULTILINE)[1]
            wanted_here = set(EXTRAS if extra == "all" else (extra,))
            assert wanted_here <= set(listed.split(", ")), listed  # `mcp` brings what `sealed` needs
            did = {use(one, coranto, work) for one in (EXTRAS if extra == "all" else (extra,))}
            rows.append((version, f"`coranto[{extra}]`", f"+{size(place) - base} MB", ", ".join(sorted(did))))
        except (RuntimeError, AssertionError, OSError, KeyError) as why:
            rows.append((version, f"`coranto[{extra}]`", "", f"FAILED: {why!r}"))
            well = False
        shutil.rmtree(place, ignore_errors=True)
    return rows, well


def run_doctor(coranto, room):
    """Return what doctor prints; it may end with 1, since the press of the demo is not there any more."""
    return subprocess.run(
        [coranto, "--config", room / "coranto.toml", "doctor"],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    ).stdout


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--python", action="append", help="A version, like 3.12; every one that is here.")
    arguments.add_argument("--extra", action="append", help="Only this extra.")
    arguments.add_argument(
        "--quick", action="store_true", help="Link files from uv's cache: quicker, sizes are not true."
    )
    asked = arguments.parse_args()
    well = True
    with tempfile.TemporaryDirectory(prefix="coranto-install-") as name:
        home = Path(name)
        (home / "one").mkdir()
        (home / "two").mkdir()
        wheel, first = build(home / "one")
        _, second = build(home / "two")
        assert first == second, "two builds differ"
        print("\n".join(f"{one}  sha256 {digest}" for one, digest in first.items()))
        print("\n| Python | what | installed | |\n|---|---|---|---|", flush=True)
        for version, python in pythons().items():
            if not asked.python or version in asked.python:
                rows, good = one_python(version, python, wheel, home, asked.extra)
                well &= good
                print("\n".join(f"| {' | '.join(row)} |" for row in rows), flush=True)
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
