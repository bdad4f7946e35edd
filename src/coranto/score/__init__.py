"""Quality: one file per signal, and their sum."""
