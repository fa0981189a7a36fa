"""From items to findings."""
