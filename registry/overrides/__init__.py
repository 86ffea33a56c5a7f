"""The override files: cited TOML that somebody who runs a catalog writes, read into the values of the domain.

blocks: a file's text cut into its entries, each with its line; rows: an entry's keys read by a table of what each may
hold; folder: all files together. Everything that is wrong is told at once, each with file, line and remedy.
"""
