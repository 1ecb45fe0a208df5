"""Views of figures: one of them, and all of them in a table."""
