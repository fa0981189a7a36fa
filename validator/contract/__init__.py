"""What the API takes: schemas, codes, kinds, the fields of a project, and what is known beside an item."""
