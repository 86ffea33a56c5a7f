"""How well identity names models: precision and recall over pairs of labelled offerings, as DESIGN.md defines them."""

import csv
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from registry.domain.evidence import SourceHistory
from registry.domain.identity.resolve import build_index, resolve

_DATE = re.compile(r"-(?:20\d{6}|20\d\d-\d\d-\d\d|latest)$")


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs put in one model that share a label, pairs that do not, and pairs that share one and were kept apart."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)


def labelled(path: Path) -> list[tuple[str, str, str]]:
    """(provider, API model ID, label) of every usable row."""
    with path.open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        return [
            (row["provider_id"], row["api_model_id"], row["base_model"])
            for row in rows
            if row["base_model"] != "base_model"
        ]


def score(labels: Iterable[tuple[str, str, str]], histories: Iterable[SourceHistory]) -> Score:
    """Resolve every labelled offering, without its label, among the offerings of the histories."""
    return score_among(labels, {place for history in histories for place in _places(history)})


def score_among(labels: Iterable[tuple[str, str, str]], places: Iterable[tuple[str, str]]) -> Score:
    """Resolve every labelled offering, without its label, among these offerings: (provider, API model ID)."""
    known = build_index(places)
    found = [(label, resolve(provider, api_model_id, known).model) for provider, api_model_id, label in labels]
    right = wrong = missed = 0
    for (label, model), (other_label, other) in itertools.combinations(found, 2):
        if label != other_label and _DATE.sub("", label) == _DATE.sub("", other_label):
            continue
        right += model == other and label == other_label
        wrong += model == other and label != other_label
        missed += model != other and label == other_label
    return Score(right, wrong, missed)


def _places(history: SourceHistory) -> Iterable[tuple[str, str]]:
    for (provider, _), spans in history.offerings.items():
        yield provider, spans[-1].said.api_model_id
