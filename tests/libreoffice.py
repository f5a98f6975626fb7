"""LibreOffice as a judge of the files that we write: it opens them and writes what it understood."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def needs_libreoffice(part: str) -> pytest.MarkDecorator:
    """Skips a test where that part of LibreOffice, such as `calc`, is not installed."""
    missing = shutil.which("soffice") is None or not any(
        Path("/usr/lib/libreoffice/program").glob(f"s{part}")
    )
    return pytest.mark.skipif(
        missing, reason=f"LibreOffice has no {part} here: apt install libreoffice-{part}"
    )


def converted(file: Path, form: str) -> Path:
    """What LibreOffice writes of a file it opened, in a folder beside it; `form` is a suffix and perhaps a filter."""
    command = [
        "soffice",
        f"-env:UserInstallation={(file.parent / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(file.parent / "again"),
        str(file),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return file.parent / "again" / f"{file.stem}.{form.partition(':')[0]}"
