"""What the server answers: built, predicted, read back, and led back to the file."""
