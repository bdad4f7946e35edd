"""The steps of the Containerfile one by one, without a registry of images, and the newsroom confined as it is run.

    sudo python benchmarks/container.py --python ~/.pyenv/versions/3.13.0

A stage is a copy-on-write root (overlayfs in a mount namespace of its own) over this machine's, which stands for the base
image, with the Python of the folder named. Every COPY, RUN, ENV and USER of the file is done in it, in its order. Then the
command (`coranto run`) is started as the quadlet would: as the image's user, without capabilities and without a way to get any, on a root
that nothing can be written to but `/news` and `/tmp`. It must show a page, be well by its own health check, and end within
ten seconds of SIGTERM with nothing lost. Needs root and Linux; writes to a temporary folder alone.
"""

import argparse
import contextlib
import fnmatch
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PORT = 8000
NEWSROOM = "import sys; sys.argv[0] = 'coranto'; from coranto.cli import main; main()"


def instructions(text):
    """Return the instructions of a Containerfile as (name, rest)."""
    lines = re.sub(r"\\\n", " ", "\n".join(line for line in text.splitlines() if not line.startswith("#")))
    return [tuple(line.split(None, 1)) for line in lines.splitlines() if line.strip()]


def stages(text):
    """Return the stages: their names with their instructions."""
    found = []
    for name, rest in instructions(text):
        if name == "FROM":
            found.append((rest.split()[2] if " AS " in rest else "", []))
        elif found:
            found[-1][1].append((name, rest))
    return found


def sent(path):
    """Whether `.dockerignore` lets a file of the folder through to the build."""
    allowed = True
    for line in (ROOT / ".dockerignore").read_text().split():
        pattern = line.lstrip("!")
        if any(fnmatch.fnmatch(str(one), pattern) for one in (path, *path.parents) if str(one) != "."):
            allowed = line.startswith("!")
    return allowed


def run(*words, **options):
    subprocess.run(list(map(str, words)), check=True, **options)


class Stage:
    """A root that is written to in a copy of its own."""

    def __init__(self, home, name, python):
        self.root, self.upper = home / name / "root", home / name / "upper"
        for folder in (self.root, self.upper, home / name / "work"):
            folder.mkdir(parents=True)
        run(
            "mount",
            "-t",
            "overlay",
            "overlay",
            "-o",
            f"lowerdir=/,upperdir={self.upper},workdir={home / name / 'work'}",
            self.root,
        )
        run("mount", "--rbind", "/dev", self.root / "dev")
        run("mount", "-t", "proc", "proc", self.root / "proc")
        shutil.rmtree(self.root / "opt", ignore_errors=True)
        for folder in ("opt", "usr/local/python"):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        run("cp", "-a", f"{python}/.", self.root / "usr/local/python")
        self.environment = {"PATH": "/usr/local/python/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
        self.environment["LD_LIBRARY_PATH"] = "/usr/local/python/lib"  # of the stand-in; an image's own needs none
        self.environment |= {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_"))}
        self.folder, self.user = "/", "0:0"

    def step(self, name, rest, others):
        """Do one instruction."""
        rest = re.sub(r"\$(\w+)", lambda found: self.environment.get(found[1], ""), rest) if name == "ENV" else rest
        if name == "ENV":
            self.environment |= dict(pair.split("=", 1) for pair in shlex.split(rest))
        elif name == "WORKDIR":
            self.folder = rest
            (self.root / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
        elif name == "USER":
            self.user = rest
        elif name == "COPY":
            *given, to = rest.split()
            source = others[given.pop(0).removeprefix("--from=")].root if given[0].startswith("--from=") else ROOT
            target = self.root / (to if to.startswith("/") else f"{self.folder}/{to}").lstrip("/")
            for one in given:
                assert source != ROOT or sent(Path(one)), f".dockerignore keeps {one} out"
                self.copy(source / one.lstrip("/"), target, into=to.endswith("/") or to == "./")
        elif name == "RUN":
            start = time.monotonic()
            self.inside("sh", "-c", rest)
            print(f"    {time.monotonic() - start:.1f} s", flush=True)

    def copy(self, source, target, *, into):
        if source.is_dir():
            shutil.copytree(
                source, target, symlinks=True, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            target.mkdir(parents=True, exist_ok=True) if into else target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)

    def inside(self, *words, **options):
        """Run a command with this root."""
        script = f'cd {self.folder} && exec "$@"'
        run("chroot", self.root, "sh", "-c", script, "sh", *words, env=self.environment, **options)


def confined(stage, volume):
    """Return the words that start a command as the quadlet does: read-only root, one volume, no capabilities."""
    run("mount", "--bind", volume, stage.root / "news")
    run("mount", "-t", "tmpfs", "-o", "size=256m,mode=1777", "tmpfs", stage.root / "tmp")
    run("mount", "-o", "remount,ro", stage.root)
    user, group = stage.user.split(":")
    return ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", "--bounding-set=-all", "--inh-caps=-all",
            "--ambient-caps=-all", "--no-new-privs"]  # fmt: skip


def try_it(stage, volume):
    """Run the newsroom in its confinement."""
    words = confined(stage, volume)
    facts = (
        "grep -E '^(Uid|CapEff|CapBnd|NoNewPrivs)' /proc/self/status; touch /opt/x 2>&1; touch /news/x && rm /news/x"
    )
    subprocess.run(["chroot", stage.root, *words, "sh", "-c", facts], env=stage.environment, check=True)
    coranto = ["chroot", str(stage.root), *words, "sh", "-c", 'cd /news && exec coranto "$@"', "sh"]
    start = time.monotonic()
    run(*coranto, "demo", "--once", "--dir", "/news", "--port", str(PORT), env=stage.environment)
    print(f"a newsroom of the fictional press after {time.monotonic() - start:.1f} s", flush=True)
    start = time.monotonic()
    with subprocess.Popen([*coranto, "run"], env=stage.environment) as process:
        try:
            health(coranto, stage, process)
            print(f"well by its own health check after {time.monotonic() - start:.1f} s", flush=True)
            page = subprocess.run(["curl", "-s", f"http://127.0.0.1:{PORT}/"], capture_output=True, check=True).stdout
            assert len(re.findall(rb"href=\"(?:[./]*/)?s/", page)) > 3, "no story on the front page"
        finally:
            at = time.monotonic()
            process.send_signal(signal.SIGTERM)
            code = process.wait(20)
    print(f"SIGTERM: ended with {code} after {time.monotonic() - at:.1f} s", flush=True)
    assert code == 0
    assert time.monotonic() - at < 10
    said = subprocess.run([*coranto, "check"], env=stage.environment, capture_output=True, text=True, check=False)
    assert "finding" not in said.stdout, said.stdout
    run(
        *coranto,
        "explain",
        "--json",
        next((volume / "_news").glob("*.md")).relative_to(volume),
        env=stage.environment,
        stdout=subprocess.DEVNULL,
    )


def health(coranto, stage, process):
    for _ in range(240):
        done = subprocess.run([*coranto, "health"], env=stage.environment, capture_output=True, check=False)
        if done.returncode == 0:
            return
        assert process.poll() is None, "the newsroom ended"
        time.sleep(0.5)
    raise AssertionError(done.stderr)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument(
        "--python", type=Path, required=True, help="The folder of a Python, which stands for the image's."
    )
    arguments.add_argument("--skip", action="append", default=[], help="Leave out commands of a RUN that begin so.")
    asked = arguments.parse_args()
    if os.environ.get("CORANTO_NAMESPACE") != "own":
        os.environ["CORANTO_NAMESPACE"] = "own"
        os.execvp("unshare", ["unshare", "-m", "--propagation", "private", sys.executable, *sys.argv])
    home = Path(tempfile.mkdtemp(prefix="coranto-container-", dir="/var/tmp"))
    made = {}
    with contextlib.ExitStack() as ends:
        ends.callback(shutil.rmtree, home, ignore_errors=True)
        run("mount", "-t", "tmpfs", "tmpfs", home)  # an overlay over / must not lie in itself
        ends.callback(run, "umount", "-R", "-l", home)
        for number, (name, steps) in enumerate(stages((ROOT / "Containerfile").read_text())):
            stage = made[name] = Stage(home, name or f"stage-{number}", asked.python.resolve())
            for instruction, rest in steps:
                print(f"{instruction} {rest[:150]}", flush=True)
                left_out = "|".join(map(re.escape, asked.skip)) or "^$"
                stage.step(instruction, re.sub(rf"(?:{left_out})[^&]*&& ", "", rest), made)
        size = subprocess.run(
            ["du", "-sm", stage.root / "opt/coranto"], capture_output=True, text=True, check=True
        ).stdout
        print(f"/opt/coranto: {size.split()[0]} MB", flush=True)
        volume = home / "volume"
        volume.mkdir()
        os.chown(volume, *map(int, stage.user.split(":")))
        try_it(stage, volume)
    print("all steps done; it ran confined", flush=True)


if __name__ == "__main__":
    main()
