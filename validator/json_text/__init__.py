"""JSON as text and as Python values: where things stand in it, and why something is not JSON."""
