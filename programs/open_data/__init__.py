"""Open data: every table as CSV and JSON, documented, with the filters inside the file."""
