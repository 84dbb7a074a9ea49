"""What the reader meets: view records, and the templates that turn them into Markdown with HTML."""
