"""Heat: how hot a story is now, and how it has been hour by hour."""
