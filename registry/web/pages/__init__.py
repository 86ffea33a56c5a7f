"""The HTML pages: view models made of `registry.web.views`, the templates that print them, and their routes."""
