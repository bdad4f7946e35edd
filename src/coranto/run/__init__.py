"""The stages in motion: poll, assemble, ingest, import, batch, loop."""
