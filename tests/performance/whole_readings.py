"""What it takes to read an answer to its end: in a process of its own, whose memory is measured.

A benchmark that is started with `once` hands its words to `read_once`; `readings` starts it so.
"""

import gc
import json
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable
from pathlib import Path

HEAD = "Python's peak, MB | growth of the process, MB | s | bytes |\n|---|---|---|---|---|"


def readings(module: str, *words: str) -> dict[str, float]:
    """Start a benchmark with `once` and these words, and return what it measured.

    `peak` of Python's memory and length of the answer (`bytes`) in bytes, `growth` of the process
    in KB, `seconds`.
    """
    seen = {}
    # tracemalloc makes everything slow and large, so the process itself is another one.
    for how in ("traced", "untraced"):
        command = [sys.executable, "-m", module, "once", *words, how]
        done = subprocess.run(command, check=True, capture_output=True)
        seen |= json.loads(done.stdout)
    return seen


def row(name: str, seen: dict[str, float]) -> str:
    """Return what `readings` measured as a row of the table whose head ends with HEAD."""
    return (
        f"| {name} | {seen['peak'] / 2**20:.1f} | {seen['growth'] / 1024:.1f} |"
        f" {seen['seconds']:.1f} | {seen['bytes']:,} |"
    )


def read_once(pieces: Callable[[], Iterable[bytes]], how: str, *, collects: bool = False) -> None:
    """Read everything in this process, and print what it took for `readings`.

    `how` is the last word that the process was started with. With `collects` what is held is
    measured, and not what Python has not looked through yet.
    """
    before = _most_memory()
    if how == "traced":
        tracemalloc.start()
    start, length = time.perf_counter(), 0
    for piece in pieces():
        length += len(piece)
        if collects and how == "traced":
            gc.collect()
    passed = time.perf_counter() - start
    if how == "traced":
        print(json.dumps({"peak": tracemalloc.get_traced_memory()[1], "bytes": length}))
    else:
        print(json.dumps({"growth": _most_memory() - before, "seconds": passed}))


def _most_memory() -> int:
    """Return the most memory that this process ever held, in KB.

    From Linux itself: what `getrusage` says begins with the memory of whoever started the process.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0])
