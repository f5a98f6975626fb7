"""The Plotly that browsers get: fetches data/assets/plotly-basic.min.js and its licence from npm, or checks them.

    python docs/fetch_plotly.py           writes both files anew; needs the internet
    python docs/fetch_plotly.py --check   says whether they are the ones that were fetched; needs nothing

They are files of the npm package plotly.js-basic-dist-min, byte for byte: plotly.js with the traces scatter, bar and
pie. For another version change the three values below; `npm view plotly.js-basic-dist-min dist.integrity` has the first.
"""

from __future__ import annotations

import base64
import hashlib
import io
import sys
import tarfile
import urllib.request
from pathlib import Path

VERSION = "4.1.1"
INTEGRITY = "1oNF8PeQx2hv/y7tqEVWKD3JGwn/MGEMQ8mL9HUwsaqG9FGy/OU5FHUHvzqbqxN4mnwZGI9abTiE775C4kkjMQ=="
SHA256 = {
    "plotly-basic.min.js": "99784e3abfb07b142a15e521a439e6d9addceadb3f79553fd24c72774f0649ba",
    "plotly-basic.LICENSE": "8c45d9eaf50c2f72dd9c7ab9ef440788ba58a3538484b5c51c1f17d5128752e7",
}
ADDRESS = f"https://registry.npmjs.org/plotly.js-basic-dist-min/-/plotly.js-basic-dist-min-{VERSION}.tgz"
IN_PACKAGE = {
    "plotly-basic.min.js": "package/plotly-basic.min.js",
    "plotly-basic.LICENSE": "package/LICENSE",
}
ASSETS = Path(__file__).resolve().parent.parent / "data" / "assets"


def changed() -> list[str]:
    """The names of the files that are missing or not those of the package."""
    return [
        name
        for name, digest in SHA256.items()
        if not (ASSETS / name).is_file() or hashlib.sha256((ASSETS / name).read_bytes()).hexdigest() != digest
    ]


def fetch() -> None:
    """Write both files from npm's package, whose checksum must be npm's own."""
    with urllib.request.urlopen(ADDRESS) as answer:
        package = answer.read()
    if base64.b64encode(hashlib.sha512(package).digest()).decode() != INTEGRITY:
        raise SystemExit(f"{ADDRESS}: not the package with the checksum in docs/fetch_plotly.py")
    with tarfile.open(fileobj=io.BytesIO(package)) as files:
        for name, inside in IN_PACKAGE.items():
            content = files.extractfile(inside)
            assert content is not None
            (ASSETS / name).write_bytes(content.read())


def main() -> None:
    """Fetch, or check only."""
    if "--check" not in sys.argv[1:]:
        fetch()
    if wrong := changed():
        raise SystemExit(f"data/assets: not as fetched: {', '.join(wrong)}")
    sys.stdout.write(f"data/assets: plotly.js-basic-dist-min {VERSION}\n")


if __name__ == "__main__":
    main()
