"""From names and bytes to items."""
