"""What follows from the records: causes, bounds in time, and which sentence feeds which entry."""
