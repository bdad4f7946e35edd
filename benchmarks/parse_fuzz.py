"""Broken on purpose: mutations of real and hostile feeds, none of which may crash or stall the parser.

    python benchmarks/parse_fuzz.py FOLDER [--count 10000] [--seed 7]

FOLDER holds ``real.tar.xz``, ``hostile/`` and ``sitemaps/``. Each input is one of those files, or a piece of it of up to
200 kB, mutated one to six times: cut, bytes flipped, pieces moved, repeated or dropped, markup put in, another encoding.
The same seed gives the same inputs. A crash is any exception but ``NotAFeed``. Prints a line of JSON; exits 1 on a failure.
"""

import argparse
import json
import random
import resource
import sys
import tarfile
import time
from collections import Counter
from pathlib import Path

from coranto import errors
from coranto.parse import feed

SLOW, GROWN = 2.0, 100  # seconds of an input; MB more than before it
PUT_IN = (
    b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<?xml version='1.0'?>", b"<item>", b"</item>", b"</channel>",
    b"<entry xmlns='http://www.w3.org/2005/Atom'>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&nbsp;", b"&#xD800;", b"&#0;",
    b"&#99999999999;", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1f\x8b", b"{", b"[", b"<a:b c:d='e'>", b"xmlns=''", b"\xed\xa0\x80",
    b"<svg><script>", b"<div " + b"a=b " * 300, b"<b>" * 400, b"<pubDate>99 Foo 99999 99:99:99 +9999</pubDate>", b"xml:base='http://['",
    b"<link>http://[::1</link>", b"http://\xc3\xa9:99999999/", b"isPermaLink='true'", b"type='xhtml'", b"mode='base64'",
)  # fmt: skip
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "utf-7", "cp037", "shift_jis", "koi8-r")


def seeds(folder: Path) -> list[bytes]:
    files = [path for part in ("hostile", "sitemaps") for path in sorted((folder / part).iterdir())]
    found = [path.read_bytes() for path in files if path.suffix != ".json"]
    with tarfile.open(folder / "real.tar.xz") as archive:
        found += [archive.extractfile(member).read() for member in archive.getmembers() if member.isfile()]  # type: ignore[union-attr]
    return [data for data in found if data]


def mutated(data: bytes, chance: random.Random) -> bytes:
    if len(data) > 200_000:
        data = data[: chance.randrange(1_000, 200_000)]
    for _ in range(chance.randint(1, 6)):
        size = len(data)
        one, other = sorted((chance.randrange(size + 1), chance.randrange(size + 1)))
        match chance.randrange(8):
            case 0:
                data = data[:other]
            case 1:
                data = data[one : one + max(1, size // 2)]
            case 2:
                changed = bytearray(data)
                for _ in range(chance.randint(1, 30)):
                    if changed:
                        changed[chance.randrange(len(changed))] = chance.randrange(256)
                data = bytes(changed)
            case 3:
                data = data[:one] + data[other:] + data[one:other]
            case 4:
                data = data[:other] + data[one:other][:2_000] * chance.randint(1, 20) + data[other:]
            case 5:
                data = data[:one] + data[min(one + chance.randint(1, 500), size) :]
            case 6:
                for _ in range(chance.randint(1, 8)):
                    at = chance.randrange(len(data) + 1)
                    data = data[:at] + chance.choice(PUT_IN) * chance.choice((1, 1, 1, 20)) + data[at:]
            case _:
                data = data.decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace")
    return data


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--count", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--keep", type=Path, help="a folder for the inputs that fail")
    given = options.parse_args()
    files, outcomes, failed, slowest, most = seeds(given.folder), Counter[str](), 0, 0.0, 0.0
    for number in range(given.count):
        chance = random.Random(f"{given.seed} {number}")
        data = mutated(chance.choice(files), chance)
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        try:
            read = feed.read(data, url="https://daily.example/feed")
            trouble, outcome = "", read.repaired or "sound"
        except errors.NotAFeed:
            trouble, outcome = "", "refused"
        except Exception as why:  # noqa: BLE001 - what is looked for
            trouble = outcome = f"crash: {type(why).__name__}: {why}"[:150]
        took = time.process_time() - start
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        slowest, most = max(slowest, took), max(most, grown)
        trouble = trouble or ("slow" if took > SLOW else "") or ("large" if grown > GROWN else "")
        outcomes[outcome] += 1
        if trouble:
            failed += 1
            print(number, trouble, f"{took:.2f} s", f"{grown:.0f} MB", len(data), sep="\t", file=sys.stderr)
            if given.keep:
                (given.keep / f"{given.seed}-{number}").write_bytes(data)
    figures = {
        "inputs": given.count,
        "failed": failed,
        "slowest CPU seconds": round(slowest, 2),
        "most MB more": round(most),
    }
    print(json.dumps(figures | {"outcomes": dict(outcomes.most_common())}))
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
