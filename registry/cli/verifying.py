"""`modeldex verify`: whether an export is as it was written."""

from pathlib import Path
from typing import Annotated

import typer

from registry.cli.console import show_json, show_line
from registry.cli.options import Json
from registry.errors import ManifestUnusable
from registry.exports import manifest
from registry.exports.check import Finding, check
from registry.exports.manifest import Manifest


def verify(
    path: Annotated[
        Path, typer.Argument(help="The folder of an export, its manifest.json, or one file of it to check alone.")
    ],
    as_json: Json = False,
) -> int:
    """Check an export by its manifest: the size and the sha256 of every file.

    The exit code is 1 if a file was changed, is missing, or was added; each is named.
    """
    folder = path if path.is_dir() else path.parent
    only = None if path.is_dir() or path.name == manifest.FILE else path.name
    found = manifest.stored(folder)
    if found is None:
        raise ManifestUnusable(f"there is no {manifest.FILE} in {folder}: `modeldex export` writes it")
    findings = check(folder, found, only)
    if as_json:
        show_json(_view(found, findings))
    for finding in () if as_json else findings:
        show_line(finding.said)
    if not findings and not as_json:
        files = "1 file" if only or len(found.files) == 1 else f"{len(found.files):,} files"
        show_line(f"All is as it was written: {files} of edition {found.edition} of {found.day}.")
    return 1 if findings else 0


def _view(found: Manifest, findings: tuple[Finding, ...]) -> dict[str, object]:
    return {
        "edition": found.edition,
        "digest": found.digest,
        "files": len(found.files),
        "findings": [{"path": one.path, "finding": one.what, "said": one.said} for one in findings],
        "ok": not findings,
    }
