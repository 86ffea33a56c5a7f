"""The command line: `modeldex COMMAND`. A command is a function; what it prints comes from the views of registry/web.

entry.py        runs one command and turns whatever happens into an exit code and at most one line
commands.py     the table of commands; only the one that is asked for is imported
console.py      standard output and error: tables, JSON, lines
options.py      the options that commands share, and how dates are read
serving, refreshing, finding, showing, pricing, reporting, reviewing, exporting, upkeep     the commands
"""

from registry.cli.entry import main

__all__ = ["main"]
