# SPDX-License-Identifier: GPL-3.0-or-later
"""Types at a shell whose prompt is "ready> ": type_keys.py SHELL... <LINES

Each line has keys (\\t is Tab, \\r Return), a tab, and what the shell has to show then. Says which it does not show
within 20 seconds; the exit status is 1 if there are any. The last line of output counts them all."""
import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time

DRAWN = re.compile(
    rb"\x1b\[[0-9;?<>=]*[ -/]*[@-~]|\x1b[()][0-9A-B]|\x1b[=>78MDEc]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[\x0e\x0f\x07\r]"
)
PROMPT = "ready> "


def shown(data):
    return DRAWN.sub(b"", data).decode(errors="replace")


def read_until(fd, expected, seconds=20):
    """What is shown until the text is, or until that time is over."""
    data, end = b"", time.monotonic() + seconds
    while expected not in shown(data) and time.monotonic() < end:
        if not select.select([fd], [], [], 0.2)[0]:
            continue
        try:
            more = os.read(fd, 65536)
        except OSError:
            break
        # fish asks the terminal what it is.
        if b"\x1b[c" in more:
            os.write(fd, b"\x1b[?62c")
        data += more
    return shown(data)


def main():
    child, fd = pty.fork()
    if child == 0:
        os.execvp(sys.argv[1], sys.argv[1:])
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 200, 0, 0))
    read_until(fd, PROMPT)
    passed = failed = 0
    for line in sys.stdin:
        keys, expected = line.rstrip("\n").split("\t")
        typed = keys.encode().decode("unicode_escape").encode("latin-1")
        os.write(fd, typed)
        got = read_until(fd, expected)
        if expected in got:
            passed += 1
        else:
            failed += 1
            print(f"{sys.argv[1]}: {keys}: {expected!r} is not shown, but {got!r}")
        # Not Ctrl-C, which would drop what is typed ahead.
        if not typed.endswith(b"\r"):
            os.write(fd, b"\x15\r")
        if PROMPT not in got[got.rfind(expected) :]:
            read_until(fd, PROMPT)
    os.close(fd)
    os.waitpid(child, 0)
    print(f"{sys.argv[1]}: {passed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
