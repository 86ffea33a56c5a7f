import subprocess
import sys
from pathlib import Path


def test_data_flows_one_way_through_the_rooms() -> None:
    # In a process of its own, because import-linter takes the logging of the process that it runs in.
    check = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"
    told = subprocess.run(
        [sys.executable, "-c", check],
        cwd=Path(__file__).resolve().parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout
