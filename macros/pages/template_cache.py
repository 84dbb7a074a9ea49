"""Compiled templates, cached from build to build, as Python caches modules.

To compile our templates and the theme's takes a second, a tenth of what it costs to build a hundred entries.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from macros.files.cache import DiskCache, cache_folder, content_hash

PAGES = Path(__file__).parent


class TemplateCache(BytecodeCache):
    """Jinja's interface to a `DiskCache`.

    The key has a template's name and source. The version has what computes constants at compile time: Jinja, and what
    defines filters.
    """

    def __init__(self, folder: Path, modules: Path = PAGES, engine: str = "") -> None:
        """Cache in a folder.

        Args:
            folder: the folder of the cache.
            modules: the folder of the modules that define filters.
            engine: the name and version of an engine that defines filters.
        """
        sources = (path.read_bytes() for path in sorted(modules.glob("*.py")))
        versions = (version("jinja2").encode(), engine.encode())
        self._cache = DiskCache(folder, content_hash(b"\0".join((*versions, *sources)))[:16])

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the code of a template, if it is cached."""
        code = self._cache.load((bucket.key, bucket.checksum))
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Cache the code of a template."""
        self._cache.store((bucket.key, bucket.checksum), bucket.bytecode_to_string())


@cache
def template_cache() -> TemplateCache:
    """Return the cache of our templates. The modules that it depends on are those that this process has imported."""
    return TemplateCache(cache_folder(PAGES.parents[1]) / "templates")
