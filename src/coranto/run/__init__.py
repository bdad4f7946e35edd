"""The stages in motion: what a round does, and the processes that do its heavy work."""
