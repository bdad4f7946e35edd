"""The newsroom for assistants (Model Context Protocol)."""
