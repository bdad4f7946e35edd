"""The newsroom within the walls of its systemd unit, where no systemd runs: does it still work?

    python benchmarks/service.py                  # deploy/coranto.service

Puts on what a process can put on itself: the unit's filter of system calls (sets as `systemd-analyze syscall-filter` has
them, by libseccomp), MemoryDenyWriteExecute (PR_SET_MDWE), RestrictAddressFamilies, NoNewPrivileges, no capabilities where
it is run as root. Then makes a newsroom of the demo, runs it, asks its health, reads a page, and ends it with SIGTERM.
Namespaces (PrivateUsers, ProtectSystem and the like) are systemd's alone and are not tried here.
"""

import argparse
import ctypes
import errno
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
CORANTO = Path(sys.executable).parent / "coranto"
ALLOW, MASK = 0x7FFF0000, 0x00050000
NO_NEW_PRIVS, MDWE, REFUSE_EXEC_GAIN = 38, 65, 1
FAMILIES = {"AF_UNIX": socket.AF_UNIX, "AF_INET": socket.AF_INET, "AF_INET6": socket.AF_INET6}


def unit(file, name):
    return re.findall(rf"^{name}=(.*)$", file.read_text(), re.MULTILINE)


def expanded(words):
    """Return the system calls of names and sets."""
    calls = set()
    for word in words:
        if word.startswith("@"):
            said = subprocess.run(
                ["systemd-analyze", "syscall-filter", word], capture_output=True, text=True, check=True
            )
            lines = [line.strip() for line in said.stdout.splitlines()[1:]]
            calls |= expanded([line for line in lines if line and not line.startswith("#")])
        else:
            calls.add(word)
    return calls


def allowed(file):
    """Return the calls that a unit allows: a line adds to the list, one with ~ takes from it."""
    calls = set()
    for line in unit(file, "SystemCallFilter"):
        taken = expanded(line.lstrip("~").split())
        calls = calls - taken if line.startswith("~") else calls | taken
    return calls


class Rule(ctypes.Structure):
    _fields_ = [("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]


def wall(file):
    """Return what a child calls before it becomes the program."""
    seccomp, libc = ctypes.CDLL("libseccomp.so.2", use_errno=True), ctypes.CDLL(None, use_errno=True)
    seccomp.seccomp_init.restype = ctypes.c_void_p
    calls = allowed(file)
    families = {FAMILIES[name] for line in unit(file, "RestrictAddressFamilies") for name in line.split()}

    def put_on():
        for option, value in (
            (NO_NEW_PRIVS, 1),
            *(((MDWE, REFUSE_EXEC_GAIN),) if unit(file, "MemoryDenyWriteExecute") else ()),
        ):
            if libc.prctl(option, value, 0, 0, 0):
                raise OSError(ctypes.get_errno(), f"prctl {option}")
        rules = ctypes.c_void_p(seccomp.seccomp_init(MASK | errno.EPERM))
        for call in calls:
            number = seccomp.seccomp_syscall_resolve_name(call.encode())
            if number < 0:
                continue  # of another machine
            if call == "socket":
                for family in families:
                    rule = Rule(0, 4, family, 0)
                    seccomp.seccomp_rule_add_array(rules, ALLOW, number, 1, ctypes.byref(rule))
            else:
                seccomp.seccomp_rule_add_array(rules, ALLOW, number, 0, None)
        if seccomp.seccomp_load(rules):
            raise OSError("the filter could not be loaded")

    return put_on


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("unit", nargs="?", type=Path, default=ROOT / "deploy/coranto.service")
    asked = arguments.parse_args()
    put_on = wall(asked.unit)
    if os.getuid() == 0 and "CORANTO_DROPPED" not in os.environ:  # what comes after has no capabilities
        os.environ["CORANTO_DROPPED"] = "1"
        os.execvp("setpriv", ["setpriv", "--bounding-set=-all", "--inh-caps=-all", sys.executable, *sys.argv])
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="coranto-service-") as folder:

        def start(*words, **options):
            return subprocess.Popen([CORANTO, *words], cwd=folder, preexec_fn=put_on, **options)  # noqa: PLW1509

        refused = "import mmap, socket\ntry:\n mmap.mmap(-1, 4096, prot=7); print('W+X allowed')\nexcept OSError: print('no memory to write and execute')\n"
        refused += "try:\n socket.socket(socket.AF_NETLINK); print('netlink allowed')\nexcept OSError: print('no other families')\n"
        subprocess.run([sys.executable, "-c", refused], preexec_fn=put_on, check=True)
        assert start("demo", "--once", "--dir", folder, "--port", str(port)).wait(300) == 0
        process = start("--log", "text", "run")
        try:
            for _ in range(200):
                time.sleep(0.3)
                if start("health", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).wait() == 0:
                    break
            else:
                raise AssertionError("it is not well")
            page = urllib.request.urlopen(f"http://127.0.0.1:{port}/").read()
            assert b"s/" in page
        finally:
            at = time.monotonic()
            process.send_signal(signal.SIGTERM)
            code = process.wait(20)
        print(
            f"{asked.unit.name}: a round, pages, health; SIGTERM ended it with {code} after {time.monotonic() - at:.1f} s"
        )
        sys.exit(code)


if __name__ == "__main__":
    main()
