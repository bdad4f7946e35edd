"""Quality: one file a signal, and the sum of them."""
