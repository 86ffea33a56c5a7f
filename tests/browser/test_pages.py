"""What every page has, and what none does: the watch of these tests fails any that asks another host or complains."""

from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from lxml import html

from registry.web.pages.head import DESCRIPTION_LIMIT, TITLE_LIMIT
from tests.browser.kinds import KINDS, WORST, Kind, of_each
from tests.browser.serving import Served
from tests.browser.watching import Watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.services

FONTS = """document.fonts.ready.then((fonts) =>
  Object.fromEntries([...fonts].map((font) => [font.family.replaceAll('"', ''), font.status])))"""


@of_each(*KINDS)
def test_a_page_loads_whole_from_this_host_without_a_complaint(kind: Kind, tab: "Page", served: Served) -> None:
    answer = tab.goto(kind.address(served))
    assert answer is not None
    assert answer.status == kind.status
    assert tab.evaluate(FONTS) == {"Source Serif 4": "loaded", "Source Sans 3": "loaded"}


@of_each(*KINDS, *WORST)
def test_the_head_of_a_page_fits(kind: Kind, served: Served) -> None:
    """One heading, a title and a description that fit, and the address under which the page is to be known."""
    path = kind.address(served)
    document = html.document_fromstring(served.body(path))
    (title,) = document.xpath("/html/head/title/text()")
    (description,) = document.xpath("/html/head/meta[@name='description']/@content")
    assert len(document.xpath("//h1")) == 1
    assert 0 < len(title) <= TITLE_LIMIT
    assert 0 < len(description) <= DESCRIPTION_LIMIT
    canonical = [link.partition("?")[0] for link in document.xpath("/html/head/link[@rel='canonical']/@href")]
    assert canonical == ([served.url + path.partition("?")[0]] if kind.status == 200 else [])


def test_the_watch_sees_what_is_wrong(browser: "Browser", served: Served) -> None:
    watch = Watch(urlsplit(served.url).netloc)
    with closing(browser.new_context(base_url=served.url)) as context:
        watch.follow(context)
        page = context.new_page()
        page.goto("/methodology")
        assert watch.wrong == []
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: '1'}))")
        page.evaluate("document.body.append(Object.assign(document.createElement('img'), {src: '/nothing.png'}))")
        page.evaluate("fetch('https://elsewhere.test/').catch(() => null)")
        page.evaluate("setTimeout(() => { throw new Error('broken'); })")
        page.wait_for_timeout(300)
    said = "\n".join(watch.wrong)
    assert "Content Security Policy" in said
    assert "404: " in said
    assert "elsewhere.test" in said
    assert "broken" in said
