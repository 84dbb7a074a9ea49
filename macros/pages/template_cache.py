"""Compiled templates, cached from build to build, as Python caches modules.

To compile our templates and the theme's takes a second, a tenth of what it costs to build a hundred entries.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from macros.files.cache import DiskCache, content_hash

PAGES = Path(__file__).parent
FOLDER = PAGES.parents[1] / ".cache" / "templates"


class TemplateCache(BytecodeCache):
    """Jinja's interface to a `DiskCache`.

    The key has a template's name and source. The version has what computes constants at compile time: Jinja, the
    engine, and the modules beside this one, which define filters.
    """

    def __init__(self, folder: Path = FOLDER, modules: Path = PAGES) -> None:
        """Cache in a folder; `modules` is the folder of the modules that templates depend on."""
        sources = (path.read_bytes() for path in sorted(modules.glob("*.py")))
        versions = (version(name).encode() for name in ("jinja2", "mkdocs"))
        self._cache = DiskCache(folder, content_hash(b"\0".join((*versions, *sources)))[:16])

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the code of a template, if it is cached."""
        code = self._cache.load((bucket.key, bucket.checksum))
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Cache the code of a template."""
        self._cache.store((bucket.key, bucket.checksum), bucket.bytecode_to_string())


TEMPLATE_CACHE = TemplateCache()
