"""`python -m tests.measures.truth FOLDER`: how true the catalog is, measured on recorded feeds and official pages."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from registry.domain.build import build
from scrapers.claims import Reading
from scrapers.errors import SourceError
from scrapers.pages import PAGES
from tests.measures import agreement, identity
from tests.measures.recorded import dated, document, feed_histories

CAPTURES: tuple[tuple[str, str], ...] = (
    # folder of captures, the source that reads them
    ("openai_pricing", "openai"),
    ("openai_blocked", "openai"),
    ("anthropic_pricing", "anthropic"),
    ("anthropic_models", "anthropic-models"),
    ("anthropic_deprecations", "anthropic-deprecations"),
    ("openai_deprecations", "openai-deprecations"),
    ("gemini_pricing", "google"),
    ("google_deprecations", "google-deprecations"),
    ("deepseek_pricing", "deepseek"),
    ("mistral_pricing", "mistral"),
    ("xai_models", "xai"),
    ("vertex_pricing", "google-vertex"),
    ("aws_bedrock_offer", "amazon-bedrock"),
)


def captures(folder: Path) -> Iterator[tuple[str, Path, Reading | str]]:
    """(source, capture, what it says or why it was refused) of every capture."""
    pages = {page.name: page for page in PAGES}
    for place, name in CAPTURES:
        for path in sorted((folder / "pages" / place).glob("*")):
            try:
                yield name, path, pages[name].parse(document(name, path.read_bytes(), dated(path)))
            except SourceError as refusal:
                yield name, path, f"{type(refusal).__name__}: {refusal}"


def main(folder: Path, *, brief: bool = False) -> None:
    """Print every measure; brief: identity, all captures together, and each feed predicted by the others."""
    feeds = feed_histories(folder)
    score = identity.score(identity.labelled(folder / "models_dev" / "base_model.train.tsv"), feeds[:1])
    say(f"identity: precision {score.precision:.4f}, recall {score.recall:.4f} over labelled pairs")
    detail = nothing if brief else say
    catalogs = {history.name: agreement.alone(history) for history in feeds} | {"catalog": build(feeds)}
    detail("\nofficial captures: rows, prices of known offerings, and who has them right on that day")
    wrong: Counter[str] = Counter()
    totals: dict[str, list[agreement.Tally]] = {name: [] for name in catalogs}
    for name, path, reading in captures(folder):
        label = f"{path.parent.name}/{path.name}"
        if isinstance(reading, str):
            detail(f"{label:48} refused: {reading[:110]}")
            continue
        truth = agreement.official_prices(name, reading, dated(path), feeds)
        detail(f"{label:48} {len(reading.statements):4} rows {len(truth):4} prices")
        for who, catalog in catalogs.items() if truth else ():
            said = agreement.answers(catalog, dated(path))
            tally = agreement.compare(truth, said)
            totals[who].append(tally)
            detail(f"    {who:14} {tally}")
            if who == "catalog":
                for offering, meter, usd, told in agreement.differing(truth, said):
                    wrong[f"{offering} {meter}: official {usd * 1_000_000:f}, we {told * 1_000_000:f}"] += 1
    say("\nall captures together")
    for who, tallies in totals.items():
        sums = [sum(getattr(tally, field) for tally in tallies) for field in ("asked", "answered", "right")]
        say(f"    {who:14} {agreement.Tally(*sums)}")
    detail("\nwhere the catalog differs from an official page")
    for line, times in wrong.most_common(60):
        detail(f"    {times} x {line}")
    say("\neach feed predicted by the others, on its own days")
    for source, meters in agreement.leave_one_out(feeds).items():
        for meter, tally in meters.items():
            say(f"    {source:14} {meter:12} {tally}")


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def nothing(_line: str) -> None:
    """Say nothing."""


if __name__ == "__main__":
    main(Path(sys.argv[1]))
