"""Sources: their list, feed discovery, and when to poll again."""
