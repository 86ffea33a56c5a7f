"""The whole site of a small catalog, as files."""

import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from lxml.html import document_fromstring
from starlette.testclient import TestClient

from registry.errors import CannotWrite
from registry.exports import manifest
from registry.exports.check import check
from registry.settings import Settings
from registry.site.addresses import is_asked
from registry.site.export import Exported, export_site
from registry.site.plan import batches
from registry.web.app import create_app
from tests.site.conftest import BASE_PATH
from tests.web.published import published


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def identities(folder: Path) -> dict[str, tuple[int, int]]:
    """Of every file but the manifest: which file it is on the disk, and when it was written."""
    found = {path: path.stat() for path in folder.rglob("*") if path.is_file() and path != folder / manifest.FILE}
    return {path.relative_to(folder).as_posix(): (stat.st_ino, stat.st_mtime_ns) for path, stat in found.items()}


def pages(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in folder.rglob("*.html"):
        text = path.read_text()
        if text.startswith("<!doctype"):
            yield path, text


def links_of(text: str) -> list[str]:
    """Every address in a page, in its order."""
    return [link for _, name, link, _ in document_fromstring(text).iterlinks() if name in ("href", "src")]


def broken_links(folder: Path) -> set[str]:
    """Every internal link that finds no file as a plain web server looks for one, under the base path."""
    links = {urldefrag(link)[0] for _, text in pages(folder) for link in links_of(text)}
    internal = {link for link in links if link.startswith("/")}
    outside = {link for link in internal if "?" in link or not link.startswith(f"{BASE_PATH}/")}
    places = {link: folder / unquote(link).removeprefix(f"{BASE_PATH}/") for link in internal - outside}
    return outside | {link for link, at in places.items() if not at.is_file() and not (at / "index.html").is_file()}


def test_no_link_is_broken_under_the_base_path(written: Path) -> None:
    assert len(list(pages(written))) > 20
    assert broken_links(written) == set()


def test_a_broken_link_would_be_found(site: Path) -> None:
    (site / "labs" / "index.html").unlink()
    assert broken_links(site) == {f"{BASE_PATH}/labs"}


def test_every_address_of_the_sitemap_is_a_file(written: Path) -> None:
    addresses = re.findall(
        r"<loc>https://modeldex\.test/reference(/[^<]*)</loc>", (written / "sitemap.xml").read_text()
    )
    assert len(addresses) > 20
    files = {address: written / unquote(address).strip("/") for address in addresses}
    assert [address for address, at in files.items() if not at.is_file() and not (at / "index.html").is_file()] == []


def test_the_site_verifies_by_its_manifest(written: Path) -> None:
    held = manifest.stored(written)
    assert held is not None
    assert check(written, held) == ()
    assert {"index.html", "404.html", "models.csv", "openapi.json", "api/v1/export/catalog.jsonl"} <= {
        one.path for one in held.files
    }


def test_what_has_two_names_is_one_file_and_counts_once(exported: tuple[Path, Exported]) -> None:
    folder, told = exported
    page, api = folder / "providers/openai", folder / "api/v1/offerings/openai"
    assert (page / "gpt-5.6-luna.json").samefile(api / "gpt-5.6-luna/index.html")
    found = [path.stat() for path in folder.rglob("*") if path.is_file() and path != folder / manifest.FILE]
    assert told.bytes == sum({stat.st_ino: stat.st_size for stat in found}.values())
    assert told.files == len(found)


def test_nothing_is_left_out(exported: tuple[Path, Exported]) -> None:
    assert exported[1].left_out == {}


def test_a_page_says_its_public_address(written: Path) -> None:
    page = (written / "providers/openai/gpt-5.6-luna/index.html").read_text()
    assert f"<link href=https://modeldex.test{BASE_PATH}/providers/openai/gpt-5.6-luna rel=canonical>" in page


def test_who_says_what_is_a_part_of_the_page_and_no_file(written: Path) -> None:
    page = (written / "providers/openai/gpt-5.6-luna/index.html").read_text()
    assert "#sources" in links_of(page)
    assert document_fromstring(page).get_element_by_id("sources").text_content()
    assert list(written.glob("api/v1/offerings/**/sources")) == []


def test_no_page_has_a_form_that_nobody_would_answer(written: Path) -> None:
    assert [path for path, text in pages(written) if "<form" in text or "<input" in text] == []


def test_twins_are_the_bytes_of_the_server(written: Path, settings: Settings) -> None:
    twins = ("providers/openai/gpt-5.6-luna.json", "models/openai/gpt-5.6-luna.json", "offerings.csv")
    with TestClient(create_app(settings)) as client:
        there = {twin: client.get(f"/{twin}").content for twin in twins}
    assert {twin: (written / twin).read_bytes() for twin in twins} == there


@contextmanager
def served(folder: Path) -> Iterator[HTTPConnection]:
    """A connection to the plainest of web servers."""
    quiet = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        connection = HTTPConnection("127.0.0.1", server.server_port)
        try:
            yield connection
        finally:
            connection.close()
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("address", "begins"),
    [
        ("/", b"<!doctype html>"),
        ("/models", b"<!doctype html>"),
        ("/models/openai/gpt-5.6-luna", b"<!doctype html>"),
        ("/models/openai/gpt-5.6-luna/history", b"<!doctype html>"),
        ("/providers/openai/gpt-5.6-luna.json", b"{"),
        ("/providers/openai/gpt-5.6-luna.md", b"#"),
        ("/providers/openai/gpt-5.6-luna.atom", b"<?xml"),
        ("/badge/openai/gpt-5.6-luna.svg", b"<svg"),
        ("/offerings.csv", b"id,"),
        ("/api/v1/models", b'{"edition":'),
        ("/api/v1/offerings/openai/gpt-5.6-luna", b'{"id":'),
        ("/api/v1/offerings/example-gateway/tiny:free", b'{"id":'),
        ("/api/v1/status", b"{"),
    ],
)
def test_addresses_work_on_a_plain_web_server(written: Path, address: str, begins: bytes) -> None:
    with served(written) as connection:
        connection.request("GET", address)
        answer = connection.getresponse()
        answer.read()
        if answer.status == 301:
            connection.request("GET", answer.headers["Location"])
            answer = connection.getresponse()
            body = answer.read()
        else:
            connection.request("GET", address)
            answer = connection.getresponse()
            body = answer.read()
    assert (answer.status, body[: len(begins)]) == (200, begins)


def test_every_route_of_the_api_is_written_or_only_answers_questions(tmp_path: Path) -> None:
    state = published()
    paths = frozenset(create_app(Settings(data_dir=tmp_path), published=state).openapi()["paths"])
    planned = {address for batch in batches(state.catalog, paths, (1,)) for address in batch}
    patterns = {path: re.sub(r"\\{\w+\\}", "[^?]+", re.escape(path)) for path in paths if not is_asked(path)}
    assert [path for path, form in patterns.items() if not any(re.fullmatch(form, one) for one in planned)] == []


def test_a_second_export_writes_no_file_again(site: Path, settings: Settings) -> None:
    before = identities(site)
    again = export_site(site, settings, processes=1)
    assert again.kept == again.files == len(before)
    assert identities(site) == before


def test_only_the_file_that_differs_is_written_again(site: Path, settings: Settings) -> None:
    before, all_before = identities(site), contents(site)
    changed = site / "labs" / "index.html"
    changed.write_text("something else")
    export_site(site, settings, processes=1)
    after = identities(site)
    assert {path for path in after if after[path] != before[path]} == {"labs/index.html"}
    assert contents(site) == all_before


@pytest.mark.slow
def test_several_processes_write_the_same_bytes(written: Path, settings: Settings, tmp_path: Path) -> None:
    export_site(tmp_path / "site", settings, processes=2)
    assert contents(tmp_path / "site") == contents(written)


def test_an_export_that_is_stopped_leaves_the_old_site_and_nothing_else(site: Path, settings: Settings) -> None:
    before = contents(site)

    def stop(done: int, _: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_site(site, settings, processes=1, progress=stop)
    assert contents(site) == before
    assert [path.name for path in site.parent.iterdir()] == ["site"]


_KILLED = "if done == 3: os.kill(os.getpid(), signal.SIGKILL)"
_FULL = "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))"
_PROGRAM = """
import os, resource, signal, sys
from pathlib import Path
from registry.errors import CannotWrite
from registry.settings import Settings
from registry.site.export import export_site
def fault(done, total):
    {fault}
try:
    export_site(Path(sys.argv[1]), Settings(data_dir=Path(sys.argv[2])), processes=1, progress=fault)
except CannotWrite as error:
    sys.exit(str(error))
"""


def export_with(fault: str, site: Path, settings: Settings) -> subprocess.CompletedProcess[str]:
    """An export in a process of its own, to which something happens in the middle."""
    program = [sys.executable, "-c", _PROGRAM.format(fault=fault), str(site), str(settings.data_dir)]
    return subprocess.run(program, capture_output=True, text=True, check=False)


def test_a_killed_export_leaves_the_old_site_and_the_next_one_clears_up(site: Path, settings: Settings) -> None:
    before = contents(site)
    assert export_with(_KILLED, site, settings).returncode == -signal.SIGKILL
    assert contents(site) == before
    assert (site.parent / ".site.draft").is_dir()
    export_site(site, settings, processes=1)
    assert contents(site) == before
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_a_disk_that_takes_no_more_is_one_clear_line(site: Path, settings: Settings) -> None:
    before = contents(site)
    told = export_with(_FULL, site, settings)
    assert (told.returncode, told.stderr) == (1, "the site cannot be written: File too large\n")
    assert contents(site) == before
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_a_folder_of_something_else_is_left_as_it_is(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(CannotWrite, match="holds something other than a site"):
        export_site(tmp_path, settings, processes=1)
    assert contents(tmp_path) == {"thesis.txt": b"years of work"}


def test_a_file_that_somebody_added_to_a_site_is_not_lost(site: Path, settings: Settings) -> None:
    (site / "CNAME").write_text("modeldex.test")
    with pytest.raises(CannotWrite, match="CNAME was added"):
        export_site(site, settings, processes=1)
    assert (site / "CNAME").read_text() == "modeldex.test"


def test_a_site_is_not_written_over_a_file(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "site").write_text("")
    with pytest.raises(CannotWrite, match="a site is a folder"):
        export_site(tmp_path / "site", settings, processes=1)
