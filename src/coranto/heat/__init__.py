"""Heat: a story's rank value now, and its growth hour by hour."""
