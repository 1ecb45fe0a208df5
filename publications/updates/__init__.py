"""E-mail updates: who is told of new publications, and how the letters go out."""
