"""The one way out: HTTP, pace, breaker, and the loopback listener."""
