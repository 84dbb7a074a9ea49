"""Files: atomic writes, and the cache on disk."""
