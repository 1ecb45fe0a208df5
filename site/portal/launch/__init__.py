"""`make run` and `make dev`: the whole site on one's own machine.

Started by plain Python, without Django, so that a second start is quick: it compares
fingerprints, and loads Django only for the steps that have something to do.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
