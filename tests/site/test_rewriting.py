"""What changes in a text when it becomes a file."""

import json

import pytest

from registry.site import rewriting


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="/labs">Labs</a>', '<a href="/x/labs">Labs</a>'),
        ('<a class="brand" href="/">M</a>', '<a class="brand" href="/x/">M</a>'),
        ('<a href="/api/v1/offerings/a/b/c%3Afree/sources">Who says what</a>', '<a href="#sources">Who says what</a>'),
        ('<a href="#content">Skip</a>', '<a href="#content">Skip</a>'),
        ('<a href="https://a.example/">A</a>', '<a href="https://a.example/">A</a>'),
        ('<a href="/models?sort=input&amp;dir=asc">Input</a>', "<a>Input</a>"),
        ('<a href="/models?sort=released&amp;dir=desc&amp;cursor=c" rel="next">Next</a>',
         '<a href="/x/models/-/3" rel="next">Next</a>'),
        ('<a href="/status#litellm">LiteLLM</a>', '<a href="/x/status#litellm">LiteLLM</a>'),
        ('<script type="module" src="/static/site.js"></script>',
         '<script type="module" src="/x/static/site.js"></script>'),
        ("<code>href=&#34;/labs&#34;</code>", "<code>href=&#34;/labs&#34;</code>"),
        ('<form action="/models"><label for="q">Q</label><input id="q"></form>\n<p>All</p>', "<p>All</p>"),
        ('<form action="/compare"><table><tr><td><input type="checkbox"><a href="/labs">L</a></td></tr></table>'
         "<button>Compare</button></form>", '<table><tr><td><a href="/x/labs">L</a></td></tr></table>'),
        ('<details class="columns">\n<summary>Columns</summary>\n<form><select></select></form></details>\n<p>All</p>',
         "<p>All</p>"),
        ('<ul><li><a href="/labs">Labs</a></li>\n<li><a href="/compare?id=a">Compare</a></li></ul>',
         '<ul><li><a href="/x/labs">Labs</a></li>\n</ul>'),
        ('<li><a title="A" href="/labs">Labs</a></li>', '<li><a title="A" href="/x/labs">Labs</a></li>'),
        ('<link rel="search" href="/opensearch.xml">\n<link rel="icon" href="/a.svg">',
         '<link rel="icon" href="/x/a.svg">'),
        ('<nav>\n<a href="/compare">Compare</a>\n<a href="/labs">Labs</a>\n</nav>',
         '<nav>\n<a href="/x/labs">Labs</a>\n</nav>'),
    ],
)  # fmt: skip
def test_links_get_the_base_path_and_forms_go(before: str, after: str) -> None:
    assert rewriting.page(before, "/x", 2).text == after


def test_a_page_tells_where_it_leads() -> None:
    found = rewriting.page('<a href="/labs"></a><a href="/compare?id=a"></a><a href="/models?cursor=c"></a>', "")
    assert {(one.path, one.address) for one in found.targets} == {
        ("/labs", "/labs"),
        ("/models/-/2", "/models?cursor=c"),
    }


def test_fonts_of_a_style_sheet_are_found_under_the_base_path() -> None:
    sheet = rewriting.style_sheet('src: url("/static/sans.woff2") format("woff2")', "/x")
    assert sheet.text == 'src: url("/x/static/sans.woff2") format("woff2")'
    assert {one.path for one in sheet.targets} == {"/static/sans.woff2"}


def test_links_of_a_markdown_twin_get_the_base_path() -> None:
    assert rewriting.markdown("[Labs](/labs) and [A](https://a.example/)", "/x").text == (
        "[Labs](/x/labs) and [A](https://a.example/)"
    )


def test_json_that_servers_call_html_holds_nothing_that_runs() -> None:
    before = '{"name":"<script>alert(1)</script>"}'
    after = rewriting.json_beside_pages(before).text
    assert "<" not in after
    assert json.loads(after) == json.loads(before)


def test_a_sitemap_names_no_page_that_only_answers_questions() -> None:
    entries = [
        f"<url><loc>https://a.test/x{path}</loc><lastmod>2026</lastmod></url>" for path in ("/", "/compare", "/b")
    ]
    kept = rewriting.sitemap("<urlset>" + "\n".join(entries) + "</urlset>", "/x").text
    assert kept == f"<urlset>{entries[0]}\n{entries[2]}</urlset>"


def test_a_sitemap_of_several_parts_leads_to_them() -> None:
    index = "<sitemapindex><sitemap><loc>https://a.test/x/sitemap-1.xml</loc></sitemap></sitemapindex>"
    assert {one.path for one in rewriting.sitemap(index, "/x").targets} == {"/sitemap-1.xml"}


def test_a_list_for_machines_names_nothing_that_needs_a_server() -> None:
    lines = (
        "- [Resolve](https://a.test/x/api/v1/resolve?name=a): who\n",
        "- [CSV](https://a.test/x/models.csv): all\n",
    )
    assert rewriting.plain_text("# A\n" + "".join(lines), "/x").text == "# A\n" + lines[1]
