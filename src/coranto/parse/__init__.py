"""Parsing: bytes of any feed format to entries."""
