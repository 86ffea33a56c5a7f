"""The spans of a subject are a function of the set of snapshots, whatever order they arrive in."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from registry.domain.evidence import Span, observe

START = datetime(2026, 1, 1, tzinfo=UTC)


def replay(order: list[tuple[int, str | None]]) -> tuple[Span[str], ...]:
    spans: tuple[Span[str], ...] = ()
    snapshots: list[datetime] = []
    for day, said in order:
        at = START + timedelta(days=day)
        spans = observe(spans, snapshots, at, said)
        snapshots = sorted([*snapshots, at])
    return spans


@given(st.lists(st.sampled_from(["one", "two", None]), max_size=7), st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_spans(said: list[str | None], random: object) -> None:
    in_order = list(enumerate(said))
    shuffled = list(in_order)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert replay(shuffled) == replay(in_order)


def test_a_subject_that_drops_out_and_returns_has_two_spans() -> None:
    spans = replay([(0, "one"), (1, None), (2, "one")])
    assert [(span.first_seen.day, span.last_seen.day) for span in spans] == [(1, 1), (3, 3)]


def test_an_older_snapshot_that_says_otherwise_splits_a_span() -> None:
    spans = replay([(0, "one"), (2, "one"), (1, "two")])
    assert [span.said for span in spans] == ["one", "two", "one"]
