"""Tables as CSV and JSON: documented, streamed, with the filters inside the file."""
