"""The query of a list page as an address: what is set, and the links that change one thing of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from registry.web.parameters import ParameterTable, Values

PAIRS_OF_THE_PAGE = frozenset({"cursor", "limit", "fields"})
NEWEST_FIRST = (("sort", "released"), ("dir", "desc"))
PAIRS_OF_THE_ORDER = frozenset({"sort", "dir"})

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Query:
    """The known, non-empty parameters of a request, in their order. Unknown ones (campaign tags) are left out.

    shown: what the address says of how the list is shown, which other representations of it do not know.
    """

    path: str
    pairs: tuple[Pair, ...]
    values: Values
    shown: tuple[Pair, ...] = ()

    @classmethod
    def of(cls, path: str, given: Iterable[Pair], table: ParameterTable, order: Iterable[Pair] = ()) -> "Query":
        """Read by the table of the list. Raises BadParameter. `order`: without words and order of its own."""
        pairs = tuple((name, text.strip()) for name, text in given if name in table.parameters and text.strip())
        if not {"q", "sort"} & {name for name, _ in pairs}:
            pairs = (*pairs, *order)
        return cls(path, pairs, table.read(pairs))

    @classmethod
    def of_all(cls, path: str, given: Iterable[Pair], table: ParameterTable, order: Iterable[Pair] = ()) -> "Query":
        """For a file or feed, which has no pages: what would cut one out of the list is left out as unknown."""
        return cls.of(path, ((name, text) for name, text in given if name not in PAIRS_OF_THE_PAGE), table, order)

    @property
    def first(self) -> Mapping[str, str]:
        """The first value of each parameter, for filling in the form."""
        return dict(reversed(self.pairs))

    @property
    def filters(self) -> tuple[Pair, ...]:
        """What narrows the list."""
        return tuple(pair for pair in self.pairs if pair[0] not in PAIRS_OF_THE_PAGE | PAIRS_OF_THE_ORDER)

    @property
    def order(self) -> tuple[Pair, ...]:
        """What sorts the list."""
        return tuple(pair for pair in self.pairs if pair[0] in PAIRS_OF_THE_ORDER)

    def without(self, pair: Pair) -> str:
        """The address with one filter taken off, from the first page."""
        kept = [each for each in self.lasting if each != pair]
        if self.order == NEWEST_FIRST and "q" not in dict(kept):
            kept = [each for each in kept if each not in NEWEST_FIRST]  # The order that a list has by itself.
        return self.address(self.path, [*kept, *self.shown])

    def sorted_by(self, sort: str, direction: str) -> str:
        """The address in another order, from the first page."""
        kept = [pair for pair in self.lasting if pair[0] not in PAIRS_OF_THE_ORDER]
        return self.address(self.path, [*kept, ("sort", sort), ("dir", direction), *self.shown])

    def following(self, cursor: str | None) -> str | None:
        """The address of the next page, None after the last."""
        return self.address(self.path, [*self.lasting, *self.shown, ("cursor", cursor)]) if cursor else None

    def elsewhere(self, path: str) -> str:
        """The same filters and order at another path: the API, the CSV."""
        return self.address(path, self.lasting)

    @property
    def lasting(self) -> tuple[Pair, ...]:
        """What stays from page to page: the filters and the order."""
        return tuple(pair for pair in self.pairs if pair[0] not in PAIRS_OF_THE_PAGE)

    @staticmethod
    def address(path: str, pairs: Iterable[Pair]) -> str:
        """A path with its query."""
        text = urlencode(list(pairs))
        return f"{path}?{text}" if text else path
