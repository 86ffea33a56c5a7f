"""Writes addresses as files: asks the application, rewrites the answer, and keeps a file of the old site that is equal.

One process has one writer. An equal file is linked, not copied, so that it keeps its time and takes no more room.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from registry.errors import CannotWrite
from registry.exports.manifest import Listed
from registry.site import rewriting
from registry.site.addresses import HTML, INDEX, Target, file_of, numbered
from registry.site.asking import Answer, Asker
from registry.site.minifying import minified
from registry.site.plan import Batch
from registry.site.rewriting import Rewritten

NOT_FOUND = "/404"
"""An address that nobody has; its answer is what object stores and web servers show for such: `404.html`."""

_NOT_FOUND_FILE = "404.html"


@dataclass(slots=True)
class Written:
    """What came of a batch. kept: how many files are those of the old site; left_out: address -> why.

    bytes: a file under two names counts once.
    """

    files: list[Listed] = field(default_factory=list)
    bytes: int = 0
    kept: int = 0
    led_to: set[str] = field(default_factory=set)
    left_out: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes into `draft`; `old` is the site that stands. base_path is empty or as `/models`."""

    asker: Asker
    draft: Path
    old: Path
    base_path: str
    _told: set[str] = field(default_factory=set)

    def write(self, batch: Batch) -> Written:
        """Write the files of a batch. Raises CannotWrite."""
        done = self.asker.run(self._write_batch(batch))
        done.led_to -= self._told
        self._told.update(done.led_to)
        return done

    async def _write_batch(self, batch: Batch) -> Written:
        done, same = Written(), dict[str, Path]()
        for address in batch:
            await self._write_all(address, done, same)
        return done

    async def _write_all(self, path: str, done: Written, same: dict[str, Path]) -> None:
        """Write what is at a path, and the pages that follow it if it is a list."""
        place, address, number = path, path, 1
        while address:
            targets = await self._write_one(address, place, number, done, same)
            done.led_to.update(one.path for one in targets if one.address == one.path)
            number += 1
            place = numbered(path, number)
            address = next((one.address for one in targets if one.path == place), "")

    async def _write_one(
        self, address: str, place: str, number: int, done: Written, same: dict[str, Path]
    ) -> frozenset[Target]:
        """Write one address as the file of a place; where it leads."""
        missing = address == NOT_FOUND
        answer = await self.asker.get(address, HTML if missing else "*/*")
        file = _NOT_FOUND_FILE if missing else file_of(place, answer.media_type)
        if answer.status != 200 and not missing:
            done.left_out[address] = f"answers {answer.status}"
        elif file is None:
            done.left_out[address] = "no file can have that name"
        else:
            rewritten = _rewritten(answer, file, self.base_path, number)
            body = answer.body if rewritten is None else rewritten.text.encode()
            self._put(file, body, done, same)
            return rewritten.targets if rewritten else frozenset()
        return frozenset()

    def _put(self, file: str, body: bytes, done: Written, same: dict[str, Path]) -> None:
        path, before = self.draft / file, self.old / file
        digest = sha256(body).hexdigest()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if _is_equal(before, body):
                os.link(before, path)
                done.kept += 1
            elif digest in same:
                os.link(same[digest], path)
            else:
                path.write_bytes(body)
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            done.left_out[f"/{file}"] = "another address is the file of that name"
            return
        except OSError as error:
            raise CannotWrite(f"the site cannot be written: {error.strerror}") from error
        if digest not in same:
            done.bytes += len(body)
        same[digest] = path
        done.files.append(Listed(file, len(body), digest))


def _is_equal(before: Path, body: bytes) -> bool:
    try:
        return before.stat().st_size == len(body) and before.read_bytes() == body
    except OSError:
        return False


def _rewritten(answer: Answer, file: str, base_path: str, number: int) -> Rewritten | None:
    """The text as it is written; None if its bytes stay as they are."""
    media_type = answer.media_type.partition(";")[0]
    if media_type == HTML:
        page = rewriting.page(answer.body.decode(), base_path, number)
        return replace(page, text=minified(page.text))
    if media_type == "application/json" and file.endswith(INDEX):
        return rewriting.json_beside_pages(answer.body.decode())
    change: Callable[[str, str], Rewritten] | None = _CHANGES.get(media_type)
    return change(answer.body.decode(), base_path) if change else None


_CHANGES: dict[str, Callable[[str, str], Rewritten]] = {
    "application/xml": rewriting.sitemap,
    "text/css": rewriting.style_sheet,
    "text/markdown": rewriting.markdown,
    "text/plain": rewriting.plain_text,
}
