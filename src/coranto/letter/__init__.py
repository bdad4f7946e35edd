"""The newsletter: when an issue is due, what it tells, its file, its mail."""
