"""The static site: every page, twin, feed and API answer that can be a file, written by the server's own functions."""
