"""All override files of a folder, read together: their entries, or every mistake in them."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from registry.domain.overrides import NONE, Correction, Declaration, Entry, Overrides, Price
from registry.errors import OverridesInvalid
from registry.overrides.blocks import Block, Mistake, NotToml, blocks, in_order
from registry.overrides.rows import Reader
from registry.overrides.together import mistakes_between
from registry.settings import Settings


@dataclass(frozen=True, slots=True)
class OverrideFiles:
    """What the files say. texts: file name -> its text."""

    overrides: Overrides = NONE
    mistakes: tuple[Mistake, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        """The texts as one document, which is kept beside the snapshots of the sources."""
        return body_of(self.texts)

    def usable(self) -> "OverrideFiles":
        """The files themselves. Raises OverridesInvalid, naming the first mistake, if there is any.

        A correction that is left out would publish what it corrects.
        """
        if self.mistakes:
            more = len(self.mistakes) - 1
            others = f" ({more} more: `modeldex override check`)" if more else ""
            raise OverridesInvalid(f"the overrides cannot be used: {self.mistakes[0]}{others}")
        return self


def body_of(texts: Mapping[str, str]) -> bytes:
    """File texts as one document: the same bytes for the same files. No files are no bytes."""
    return json.dumps(texts, ensure_ascii=False, sort_keys=True).encode() if texts else b""


def overrides_of(settings: Settings) -> OverrideFiles:
    """The overrides of an installation; none if there is no folder of them. Raises OverridesInvalid."""
    folder = settings.overrides_dir
    if not folder.is_dir() and settings.overrides is not None:
        raise OverridesInvalid(f"MODELDEX_OVERRIDES names {folder}, which is no folder")
    return read(folder).usable()


def read(path: Path) -> OverrideFiles:
    """One file, or all `*.toml` of a folder and the folders in it; nothing if there is neither."""
    texts: dict[str, str] = {}
    mistakes: list[Mistake] = []
    for name, file in _files(path):
        try:
            texts[name] = file.read_bytes().decode()
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            mistakes.append(Mistake(name, line, "this is not UTF-8, which TOML is written in"))
        except OSError as error:
            mistakes.append(Mistake(name, 1, f"the file cannot be read: {error.strerror}"))
    found = parse(texts)
    return replace(found, mistakes=in_order((*mistakes, *found.mistakes)))


def parse(texts: Mapping[str, str]) -> OverrideFiles:
    """What files say, by name -> text."""
    mistakes: list[Mistake] = []
    entries: list[Entry] = []
    endless: list[tuple[Block, Correction | Price]] = []
    for name in sorted(texts):
        try:
            reader, found = _entries(name, texts[name])
        except NotToml as error:
            mistakes.append(error.mistake)
            continue
        mistakes += reader.mistakes
        endless += reader.endless
        entries += found
    body = body_of(texts)
    overrides = _gathered(entries, hashlib.sha256(body).hexdigest() if body else "")
    mistakes += mistakes_between(overrides, endless)
    return OverrideFiles(overrides, in_order(mistakes), texts)


def _entries(name: str, text: str) -> tuple[Reader, list[Entry]]:
    reader = Reader()
    found: list[Entry] = []
    for block in blocks(name, text):
        if block.name:
            found += reader.entries(block)
        else:
            reader.preamble(block)
    return reader, found


def _files(path: Path) -> Iterator[tuple[str, Path]]:
    """The files by the names that messages call them."""
    if path.is_file():
        yield path.name, path
    for file in sorted(path.rglob("*.toml")) if path.is_dir() else ():
        yield file.relative_to(path).as_posix(), file


def _gathered(entries: list[Entry], sha256: str) -> Overrides:
    return Overrides(
        tuple(one for one in entries if isinstance(one, Declaration)),
        tuple(one for one in entries if isinstance(one, Correction)),
        tuple(one for one in entries if isinstance(one, Price)),
        sha256,
    )
