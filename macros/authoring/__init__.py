"""Commands that edit the data file: they add and rename records, and keep every byte that they need not change."""
