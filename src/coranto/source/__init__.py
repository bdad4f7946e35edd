"""Whom we read: the list, finding a feed, and when to look again."""
