"""The language of pages and messages."""
