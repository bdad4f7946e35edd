"""The Containerfile, the compose file and the quadlet: facts of how an image is built well and run with little power.

`benchmarks/container.py` does the steps themselves, one by one.
"""

import fnmatch
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from coranto import __version__, cli
from coranto.cli import stopping

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
TEXT = (ROOT / "Containerfile").read_text()
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
OURS = ("worker-a", "worker-b", "site")


def instructions():
    text = "\n".join(line for line in TEXT.splitlines() if not line.startswith("#")).replace("\\\n", " ")
    return [tuple(line.split(None, 1)) for line in text.splitlines() if line.strip()]


def all_of(name):
    return [rest for given, rest in instructions() if given == name]


def last_stage():
    steps = instructions()
    return steps[max(number for number, (name, _) in enumerate(steps) if name == "FROM") :]


def sent(path):
    """Whether the file that lists what is left out of a build lets a path through."""
    allowed = True
    for line in (ROOT / ".dockerignore").read_text().split():
        if any(fnmatch.fnmatch(str(one), line.lstrip("!")) for one in (path, *path.parents) if str(one) != "."):
            allowed = line.startswith("!")
    return allowed


def test_the_bases_have_a_tag_and_a_python_that_is_supported():
    assert len(all_of("FROM")) == 2, "what builds is not what runs"
    for base in all_of("FROM"):
        image, tag = base.split()[0].rsplit(":", 1)
        assert image.startswith("docker.io/library/"), "a short name is anybody's"
        assert tag != "latest"
    (python,) = re.findall(r"^ARG PYTHON=([\d.]+)$", TEXT, re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert f"Programming Language :: Python :: {python}" in project["classifiers"]


def test_everything_that_is_copied_exists_and_is_sent_and_nothing_else_is():
    copied = [one for rest in all_of("COPY") if "--from" not in rest for one in rest.split()[:-1]]
    for one in copied:
        assert (ROOT / one).exists(), one
        assert sent(Path(one)), f".dockerignore keeps {one} out"
    for secret in (".git/config", "demo/coranto.db", "coranto.db", "tests/conftest.py", ".venv/bin/python"):
        assert not sent(Path(secret))
    assert "ADD" not in {name for name, _ in instructions()}


def test_what_is_installed_is_locked_and_leaves_nothing_behind():
    installs = re.findall(r"pip[^&]*? install ([^&]+)", " ".join(all_of("RUN")))
    assert installs
    assert all("--require-hashes" in one or "--no-deps dist/coranto-" in one for one in installs)
    assert "PIP_NO_CACHE_DIR=1" in all_of("ENV")[0]
    for run in all_of("RUN"):
        assert "sudo" not in run
        assert "curl" not in run
        assert "|" not in run.replace("||", ""), "a pipe hides that its first part failed"
        if "apt-get install" in run:
            assert "--no-install-recommends" in run
            assert run.index("apt-get update") < run.index("apt-get install") < run.index("rm -rf /var/lib/apt/lists/*")


def test_the_image_runs_as_nobody_in_particular_and_ends_at_sigterm():
    last = dict(last_stage())
    user, group = last["USER"].split(":")
    assert int(user) == int(group) > 10_000, "a number, which a kubelet can check, and no user of the machine"
    assert f"--uid {user}" in last["RUN"]
    assert [rest for name, rest in last_stage() if name == "VOLUME"] == ['["/news"]']
    assert last["WORKDIR"] == "/news"
    assert last["STOPSIGNAL"] == "SIGTERM"
    for name in ("ENTRYPOINT", "CMD", "VOLUME"):
        assert last[name].startswith("["), "no shell stands between the program and its signals"
    assert last["HEALTHCHECK"].endswith('CMD ["coranto", "health"]')
    assert last["ENTRYPOINT"] == '["coranto"]'
    assert yaml.safe_load(last["CMD"])[0] in cli.COMMANDS
    assert "health" in cli.COMMANDS
    assert "CORANTO_SERVE_HOST=0.0.0.0" in last["ENV"]
    names = [name for name, _ in last_stage()]
    assert names.index("USER") > max(number for number, name in enumerate(names) if name == "RUN")


@pytest.mark.parametrize("name", OURS)
def test_a_service_of_the_compose_file_may_do_little(name):
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["init"] is True, "somebody collects the processes that ended"
    assert not {"privileged", "network_mode", "cap_add", "user", "pid"} & set(service)
    assert service["volumes"] == ["news:/news"]
    assert int(service["stop_grace_period"].rstrip("s")) > stopping.SECONDS
    assert service["restart"] == "unless-stopped"
    assert name == "site" or service["healthcheck"]["test"][:3] == ["CMD", "coranto", "health"]
    command, *options = service["command"]
    known = {option for parameter in cli.group.get_command(None, command).params for option in parameter.opts}
    assert set(options) <= known
    assert service["image"] == f"localhost/coranto:{__version__}"
    assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).samefile(ROOT / "Containerfile")
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", [])), "the proxy has the public port"


def test_the_compose_file_names_no_secret_and_waits_for_its_database():
    text = (DEPLOY / "compose.yaml").read_text()
    assert not re.search(r"PASSWORD: (?!\$\{)", text)
    assert COMPOSE["services"]["site"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert "ports" not in COMPOSE["services"]["database"]
    assert {mount.split(":")[0] for one in COMPOSE["services"].values() for mount in one["volumes"]} == set(
        COMPOSE["volumes"]
    )


def quadlet(name):
    lines = [line for line in (DEPLOY / name).read_text().splitlines() if "=" in line and line[0] != "#"]
    return lines, dict(line.split("=", 1) for line in lines)


@pytest.mark.parametrize("name", ["coranto.container", "coranto-worker@.container"])
def test_a_quadlet_may_do_little(name):
    lines, given = quadlet(name)
    assert (given["ReadOnly"], given["DropCapability"], given["NoNewPrivileges"], given["RunInit"]) == ("true", "ALL", "true", "true")  # fmt: skip
    assert [line for line in lines if line.startswith("Volume=")] == ["Volume=coranto-news:/news"]
    assert given["Image"] == f"localhost/coranto:{__version__}"
    assert given["HealthCmd"].startswith("coranto health")
    assert given["Exec"] in cli.COMMANDS
    assert int(given["TimeoutStopSec"]) > int(given["StopTimeout"]) > stopping.SECONDS
    assert given.get("PublishPort", "127.0.0.1:").startswith("127.0.0.1:")


def test_the_workers_of_the_quadlet_have_names_of_their_own_and_no_secret_in_the_file():
    lines, given = quadlet("coranto-worker@.container")
    assert given["ContainerName"].endswith("%i")
    assert given["Secret"].endswith("type=env,target=CORANTO_DATABASE")
    assert not [line for line in lines if "postgresql" in line]
    assert given["HealthCmd"] == " ".join(COMPOSE["services"]["worker-a"]["healthcheck"]["test"][1:])
