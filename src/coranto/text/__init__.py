"""Text as feeds and pages write it: charsets, dates and addresses, read the same way by every stage."""
