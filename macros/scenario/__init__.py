"""The records: read, typed and checked. Knows nothing of pages."""
