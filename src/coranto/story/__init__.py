"""Stories: which articles tell one event, why, and which of them leads."""
