"""The public record: build, emit, read, seal, slug, write."""
