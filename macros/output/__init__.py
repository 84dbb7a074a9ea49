"""Output files: postprocesses built pages, and writes assets and exports."""
