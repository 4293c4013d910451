"""Runs one other detector over texts, in the environment that ``make bench-peers`` made for it.

Reads a line of JSON per text, ``{"text", "runs"}``, and answers each with ``{"spans": [[start, end], …], "ms": […]}``:
what was found, and the CPU milliseconds of each run. The first answer is ``{"version", "ms"}`` of the start, or
``{"error"}``. It knows nothing of Safe to Paste, and needs nothing of it.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version

Find = Callable[[str], list[tuple[int, int]]]


def presidio(least: float) -> Find:
    """Every English recogniser that needs no language model, and those for the United Kingdom."""
    tldextract = importlib.import_module("tldextract")
    # The list of domains that came with it: it would fetch a new one.
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    analyzer = importlib.import_module("presidio_analyzer")
    shipped = importlib.import_module("presidio_analyzer.predefined_recognizers")
    registry = analyzer.RecognizerRegistry()
    registry.load_predefined_recognizers(languages=["en"])
    chosen = [r for r in registry.recognizers if "Spacy" not in type(r).__name__]
    names = {type(r).__name__ for r in chosen}
    chosen += [getattr(shipped, name)() for name in dir(shipped) if name.startswith("Uk") and name not in names]

    def find(text: str) -> list[tuple[int, int]]:
        found = (hit for r in chosen for hit in r.analyze(text, r.supported_entities, None) or ())
        return [(hit.start, hit.end) for hit in found if hit.score >= least]

    return find


def datafog() -> Find:
    """Its patterns; its larger engines need models."""
    scan = importlib.import_module("datafog").scan
    return lambda text: [(e.start, e.end) for e in scan(text, engine="regex").entities]


def scrubadub() -> Find:
    """Its British detectors."""
    scrubber = importlib.import_module("scrubadub").Scrubber(locale="en_GB")
    return lambda text: [(filth.beg, filth.end) for filth in scrubber.iter_filth(text)]


PEERS: dict[str, tuple[str, Callable[[], Find]]] = {
    "presidio": ("presidio-analyzer", lambda: presidio(0.0)),
    "presidio-sure": ("presidio-analyzer", lambda: presidio(0.5)),
    "datafog": ("datafog", datafog),
    "scrubadub": ("scrubadub", scrubadub),
}


def main(name: str) -> None:
    """Answer until there are no more texts."""
    warnings.simplefilter("ignore")
    distribution, make = PEERS[name]
    start = time.process_time()
    try:
        find = make()
    except Exception as error:  # noqa: BLE001 - whatever another's code raises becomes a row that says so
        answer({"error": f"{type(error).__name__} when it started"})
        return
    answer({"version": version(distribution), "ms": [(time.process_time() - start) * 1000]})
    for line in sys.stdin:
        asked = json.loads(line)
        taken, spans = [], []
        try:
            for _ in range(asked["runs"]):
                begun = time.process_time()
                spans = find(asked["text"])
                taken.append((time.process_time() - begun) * 1000)
        except Exception as error:  # noqa: BLE001 - the same
            answer({"error": f"{type(error).__name__} while it looked"})
            continue
        answer({"spans": spans, "ms": taken})


def answer(value: object) -> None:
    """One line of JSON."""
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
