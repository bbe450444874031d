# SPDX-License-Identifier: GPL-3.0-or-later
"""Files made at random, mended by scan --fix; each must be what its findings say. usage: fix.py LOOKUP INDEX"""
import json
import os
import random
import subprocess
import sys

LOOKUP, INDEX = sys.argv[1:3]
WINDOW = 262144
SEEDS = int(os.environ.get("SEEDS", "12"))
PIECES = ["M54.59", "m54.59", "M54.2", "M54.59 Other low back pain", "dx: M54.2", "M54.50", "xM54.59", "M54.591",
          "caf\u00e9", "\U0001f9b4", "S39.012A", "M54.5", "nothing", "\"M54.59\"", "<b>M54.2</b>", ",", ";", "\t", "  "]


def make_text(rng, bytes_each, line_end):
    """About two windows and a half; around each cut there is nothing but pieces, elsewhere filling too."""
    parts, size = [], 0
    long_lines = rng.random() < 0.3
    while size < 2.5 * WINDOW:
        near = min(size % WINDOW, WINDOW - size % WINDOW) < 3000
        part = rng.choice(PIECES) + " " if near or rng.random() < 0.01 else "x" * rng.randrange(1, 400) + " "
        if not long_lines and rng.random() < 0.2:
            part += line_end
        parts.append(part)
        size += bytes_each(part)
    return "".join(parts)


def lines_of(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def expected(text, findings):
    """The text with each finding's code replaced at its line and column."""
    starts = [0]
    at = 0
    while at < len(text):
        if text.startswith("\r\n", at):
            at += 1
        if text[at] in "\r\n":
            starts.append(at + 1)
        at += 1
    out, done, count = [], 0, 0
    for one in findings:
        if not one.get("replacement"):
            continue
        at = starts[one["line"] - 1] + one["column"] - 1
        assert text[at:at + len(one["written"])] == one["written"], (one, text[at - 5:at + 12])
        out += [text[done:at], one["replacement"]]
        done = at + len(one["written"])
        count += 1
    return "".join(out) + text[done:], count


def fix(path):
    run = subprocess.run([LOOKUP, "-i", INDEX, "--on", "2026-10-01", "-f", "json", "scan", "--fix", path],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    assert run.returncode in (0, 1), run.stderr
    return [json.loads(line) for line in run.stdout.decode().splitlines()]


def try_one(seed):
    rng = random.Random(seed)
    encoding, mark = rng.choice([("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"),
                                 ("utf-16-be", b"\xfe\xff")])
    line_end = rng.choice(["\n", "\r\n"])
    text = make_text(rng, lambda part: len(part.encode(encoding)), line_end)
    path = f"file{seed}.txt"
    old = mark + text.encode(encoding)
    with open(path, "wb") as file:
        file.write(old)
    os.chmod(path, 0o640)
    wanted, count = expected(text, fix(path))
    with open(path, "rb") as file:
        got = file.read()
    assert got == mark + wanted.encode(encoding), f"seed {seed}: not what the findings say"
    assert count > 100, f"seed {seed}: only {count} codes"
    with open(path + ".bak", "rb") as file:
        assert file.read() == old, f"seed {seed}: the backup is another file"
    assert os.stat(path).st_mode & 0o777 == 0o640, f"seed {seed}: another mode"
    again = fix(path)
    with open(path, "rb") as file:
        assert file.read() == got, f"seed {seed}: a second --fix changes something"
    assert not any(one.get("replacement") for one in again), f"seed {seed}: something was left"
    return count


total = sum(try_one(seed) for seed in range(SEEDS))
print(f"fix: {SEEDS} files, {total} codes replaced: {SEEDS} passed, 0 failed")
