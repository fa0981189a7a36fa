"""The regular expressions that users write."""
