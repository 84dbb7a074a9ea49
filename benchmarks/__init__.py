"""Benchmarks of builds, edits, layout and search: they print ratios within one run, since machines are noisy."""
