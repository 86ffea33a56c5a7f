"""What tells programs where things are: robots.txt, llms.txt and the description of the search."""

from xml.etree.ElementTree import Element, SubElement

from registry.web.feeds.atom import document
from registry.web.pages.site import Site

PLAIN = "text/plain; charset=utf-8"
OPENSEARCH = "application/opensearchdescription+xml"

_ASKED = ("/models", "/offerings", "/compare", "/estimate", "/changes", "/deprecations", "/held", "/disagreements")
"""Pages whose every filter is an address of its own: there is no end of them, and each row has a page anyway."""


def robots(site: Site) -> str:
    """Everything may be read, but not every combination of filters; and where the sitemap is."""
    # The asterisk is for simple readers, which take `/models?` for `/models` and would leave out every model.
    lines = ["User-agent: *", *(f"Disallow: {path}?*" for path in _ASKED), "Disallow: /api/v1/admin/", "Allow: /"]
    return "\n".join([*lines, "", f"Sitemap: {site.absolute('/sitemap.xml')}", ""])


def llms(site: Site) -> str:
    """What Modeldex is and where its facts are, in Markdown, for a language model that reads it."""
    edition = site.edition

    def link(label: str, path: str, note: str) -> str:
        return f"- [{label}]({site.absolute(path)}): {note}"

    return "\n".join(
        [
            "# Modeldex",
            "",
            "> The open reference for AI models: what each one is, where it is served, under which API model ID, and "
            "what it costs, today and on any past date, with the source of every value.",
            "",
            f"Edition {edition.number} of {edition.day}: {edition.models:,} models, {edition.offerings:,} offerings, "
            f"{edition.providers:,} providers. Prices are US dollars. A null or an empty cell is not sourced: it is "
            "never zero and never free.",
            "",
            "## Look something up",
            "",
            link("Resolve a name", "/api/v1/resolve?name=gpt-4o", "which model or offering a name means (`name=`)"),
            link("Search models", "/api/v1/models?q=gpt&limit=5", "filters, sorting and cursors, as JSON"),
            link(
                "Search offerings", "/api/v1/offerings?q=gpt&limit=5", "each with its prices; `as_of=DATE` for any day"
            ),
            link("API reference", "/openapi.json", "every route and parameter, as OpenAPI"),
            "- Pages of models, providers, offerings, labs and families have `.md` and `.json` twins at their address: "
            f"`{site.absolute('/models')}/LAB/MODEL.md`, `{site.absolute('/providers')}/PROVIDER/MODEL-ID.md`.",
            "",
            "## Lists",
            "",
            link("Models", "/models.csv", "one row a model, as CSV"),
            link("Offerings", "/offerings.csv", "one row an offering, as CSV"),
            link("Providers", "/providers.csv", "one row a provider, as CSV"),
            link("Labs", "/labs.csv", "one row a lab, as CSV"),
            link("Shutdowns", "/deprecations.csv", "what stops, and when, as CSV"),
            link("Changes", "/changes.atom", "what changed, as Atom"),
            "",
            "## Optional",
            "",
            link("The whole catalog", "/api/v1/export/manifest.json", "its files, with their sha256"),
            link("How values are chosen", "/methodology", "which source is believed, and what is held back"),
            link("All feeds", "/feeds", "Atom, iCalendar, CSV and badges"),
            "",
        ]
    )


def opensearch(site: Site) -> bytes:
    """The search of models, as browsers add it."""
    root = Element("OpenSearchDescription", {"xmlns": "http://a9.com/-/spec/opensearch/1.1/"})
    for tag, text in (
        ("ShortName", "Modeldex"),
        ("Description", "Search AI models by name, lab or API model ID"),
        ("InputEncoding", "UTF-8"),
        ("Language", "en"),
    ):
        SubElement(root, tag).text = text
    template = f"{site.absolute('/models')}?q={{searchTerms}}"
    SubElement(root, "Url", {"type": "text/html", "method": "get", "template": template})
    return document(root)
