"""Who is notified: webhooks, and WebSub hubs."""
