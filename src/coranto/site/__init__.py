"""The static site builder."""
