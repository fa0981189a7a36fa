"""Two contracts side by side, or two verdicts."""
