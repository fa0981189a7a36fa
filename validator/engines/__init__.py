"""A compiled schema: its verdict, what fails, and what a failure means to the API."""
