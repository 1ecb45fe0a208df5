"""IATI 2.03: the organisation's own projects, and who it is, made from the same records."""
