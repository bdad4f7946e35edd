"""The units of `deploy/` for systemd: what they start, how little they may do, and that they say the same."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from coranto import cli
from coranto.cli import stopping

DEPLOY = Path(__file__).parents[2] / "deploy"
SERVICES = sorted(DEPLOY.glob("*.service"))
WORST = 2.0  # of systemd's measure of exposure, from 0 to 10


class Several(dict):
    """The settings of a section, of which one may be given more than once."""

    def __setitem__(self, key, value):
        if isinstance(value, list) and key in self:
            self[key].extend(value)
        else:
            super().__setitem__(key, value)


def unit(file):
    parser = configparser.RawConfigParser(strict=False, dict_type=Several, interpolation=None)
    parser.optionxform = str
    parser.read(file)
    return {name: dict(parser[name]) for name in parser.sections()}


@pytest.mark.parametrize("file", SERVICES, ids=lambda file: file.name)
def test_a_service_is_exposed_little(file):
    analyze = shutil.which("systemd-analyze")
    if not analyze:
        pytest.skip("systemd-analyze is not installed: the units are not measured")
    command = [analyze, "security", "--offline=true", "--no-pager", f"--threshold={WORST * 10:.0f}", file]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    if "Unknown option" in done.stderr or "unrecognized option" in done.stderr:
        pytest.skip("this systemd cannot measure a unit that is not running")
    assert done.returncode == 0, done.stdout + done.stderr
    exposure = float(re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)[1])
    assert exposure <= WORST
    verified = subprocess.run([analyze, "verify", file], capture_output=True, text=True, check=False, timeout=60).stderr
    problems = [line for line in verified.splitlines() if "/opt/coranto/bin/coranto is not executable" not in line]
    assert not [line for line in problems if file.name in line], problems


@pytest.mark.parametrize("file", SERVICES, ids=lambda file: file.name)
def test_a_service_starts_a_command_that_there_is_and_has_time_to_end(file):
    service = unit(file)["Service"]
    program, name, *options = service["ExecStart"].split()
    assert program == "/opt/coranto/bin/coranto"
    command = cli.group.get_command(None, name)
    if command is None:
        pytest.skip(f"there is no `coranto {name}` yet")
    known = {option for parameter in command.params for option in parameter.opts}
    assert {option for option in options if option.startswith("-")} <= known
    if service.get("Type") != "oneshot":
        assert int(service["TimeoutStopSec"]) > stopping.SECONDS
        assert service["Restart"] == "always"


def test_all_services_are_confined_in_the_same_way():
    def confinement(file):
        text = file.read_text()
        return text[text.index("CapabilityBoundingSet=") :].partition("\n[Install]")[0].strip()

    assert len(SERVICES) == 3
    assert len({confinement(file) for file in SERVICES}) == 1


def test_the_timer_has_its_service():
    timer = unit(DEPLOY / "coranto-backup.timer")
    assert timer["Timer"]["Persistent"] == "yes"
    assert (DEPLOY / "coranto-backup.service").exists()
