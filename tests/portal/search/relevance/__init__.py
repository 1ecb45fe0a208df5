"""Realistic questions with the pages that should come, and how many of them come first.

`tuned.toml` is what the search was tuned on, `held_out.toml` what it was not.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent


def read_queries(name: str) -> list[dict]:
    """Return the questions of a set: `kind`, `language`, `q`, and the addresses of `pages`."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["query"]


@dataclass
class Success:
    """How many questions of each kind had a right page first, and within the first five."""

    asked: Counter = field(default_factory=Counter)
    first: Counter = field(default_factory=Counter)
    five: Counter = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def share(self, kind: str | None = None, among: int = 5) -> float:
        """The share of questions (of a kind) with a right page first or within the first five."""
        found = self.five if among == 5 else self.first
        return found[kind] / self.asked[kind] if kind else found.total() / self.asked.total()

    def table(self) -> str:
        """The shares as a table."""
        rows = [
            f"| {kind} | {self.asked[kind]} | {self.share(kind, 1):.2f} | {self.share(kind):.2f} |"
            for kind in self.asked
        ]
        total = f"| all | {self.asked.total()} | {self.share(among=1):.3f} | {self.share():.3f} |"
        return "\n".join(
            ["| kind | asked | first | first five |", "|---|---|---|---|", *rows, total]
        )


def success_of(find: Callable[[str, str], list[str]], queries: list[dict]) -> Success:
    """Ask all questions. `find` returns addresses, best first, for a question and a language."""
    success = Success()
    for query in queries:
        found = list(dict.fromkeys(_place(url) for url in find(query["q"], query["language"])))
        ranks = [rank for rank, url in enumerate(found) if url in query["pages"]]
        success.asked[query["kind"]] += 1
        success.first[query["kind"]] += ranks[:1] == [0]
        success.five[query["kind"]] += bool(ranks) and ranks[0] < 5
        if not ranks or ranks[0] >= 5:
            success.missed.append(query["q"])
    return success


def _place(url: str) -> str:
    """The address of the page: without language, and of a step without its country."""
    return re.sub("in/[a-z]{2}/$", "", url.removeprefix("/en").partition("#")[0])
