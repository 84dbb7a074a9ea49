"""The hooks that MkDocs calls: the methods of one plugin object."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parent.parent)
if ROOT not in sys.path:  # MkDocs loads a hook by its path and does not know the package around it
    sys.path.insert(0, ROOT)

from macros.plugin import SitePlugin  # noqa: E402 - the path has to be set first

plugin = SitePlugin()
on_startup, on_shutdown = plugin.on_startup, plugin.on_shutdown
on_config, on_files, on_env = plugin.on_config, plugin.on_files, plugin.on_env
on_page_read_source = plugin.on_page_read_source
on_page_markdown, on_page_content = plugin.on_page_markdown, plugin.on_page_content
on_page_context, on_post_page = plugin.on_page_context, plugin.on_post_page
on_post_build, on_build_error, on_serve = plugin.on_post_build, plugin.on_build_error, plugin.on_serve
