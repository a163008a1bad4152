"""Mail and text messages: what goes out of a durable outbox, and replies that come in."""
