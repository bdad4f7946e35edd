"""What is published and why."""
