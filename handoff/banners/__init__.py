"""What everybody is told at once: an outage, or a rush."""
