"""What follows from the records: causality, chronology, the index of claims, and groups of threads."""
