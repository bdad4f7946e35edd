"""Where readers subscribe to the newsletter, confirm, change what they get, and leave. Only a POST ever acts."""
