"""The libraries of the browser that lie in the checkout: fetches them and their licences from npm, or checks them.

    python docs/fetch_vendored.py           writes the files anew; needs the internet
    python docs/fetch_vendored.py --check   says whether they are the ones that were fetched; needs nothing

They are files of npm packages, byte for byte. For another version change it below with its checksums;
`npm view PACKAGE dist.integrity` has the first.
"""

from __future__ import annotations

import base64
import hashlib
import io
import sys
import tarfile
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Package:
    """A package of npm; `files` are where its files lie here → its name in the package and its SHA-256."""

    name: str
    version: str
    integrity: str
    files: Mapping[str, tuple[str, str]]

    @property
    def address(self) -> str:
        """Where npm has it."""
        return f"https://registry.npmjs.org/{self.name}/-/{self.name}-{self.version}.tgz"

    def changed(self) -> list[str]:
        """The files that are missing or not those of the package."""
        return [
            place
            for place, (_, digest) in self.files.items()
            if not (PROJECT / place).is_file()
            or hashlib.sha256((PROJECT / place).read_bytes()).hexdigest() != digest
        ]

    def fetch(self) -> None:
        """Write its files from npm's package, whose checksum must be npm's own."""
        with urllib.request.urlopen(self.address) as answer:
            package = answer.read()
        if base64.b64encode(hashlib.sha512(package).digest()).decode() != self.integrity:
            raise SystemExit(f"{self.address}: not the package with the checksum in docs/fetch_vendored.py")
        with tarfile.open(fileobj=io.BytesIO(package)) as files:
            for place, (inside, _) in self.files.items():
                content = files.extractfile(f"package/{inside}")
                assert content is not None
                (PROJECT / place).write_bytes(content.read())


# plotly.js with the traces scatter, bar and pie: what browsers get.
PLOTLY = Package(
    "plotly.js-basic-dist-min",
    "4.1.1",
    "1oNF8PeQx2hv/y7tqEVWKD3JGwn/MGEMQ8mL9HUwsaqG9FGy/OU5FHUHvzqbqxN4mnwZGI9abTiE775C4kkjMQ==",
    {
        "data/assets/plotly-basic.min.js": (
            "plotly-basic.min.js",
            "99784e3abfb07b142a15e521a439e6d9addceadb3f79553fd24c72774f0649ba",
        ),
        "data/assets/plotly-basic.LICENSE": (
            "LICENSE",
            "8c45d9eaf50c2f72dd9c7ab9ef440788ba58a3538484b5c51c1f17d5128752e7",
        ),
    },
)
# Finds what bars people with disabilities from a page; only the tests load it.
AXE = Package(
    "axe-core",
    "4.14.1",
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    {
        "tests/browser/assets/axe.min.js": (
            "axe.min.js",
            "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c",
        ),
        "tests/browser/assets/axe.LICENSE": (
            "LICENSE",
            "af175b9d96ee93c21a036152e1b905b0b95304d4ae8c2c921c7609100ba8df7e",
        ),
    },
)
PACKAGES = (PLOTLY, AXE)


def main() -> None:
    """Fetch, or check only."""
    for package in PACKAGES:
        if "--check" not in sys.argv[1:]:
            package.fetch()
        if wrong := package.changed():
            raise SystemExit(f"not as fetched: {', '.join(wrong)}")
        sys.stdout.write(f"{package.name} {package.version}: {', '.join(package.files)}\n")


if __name__ == "__main__":
    main()
