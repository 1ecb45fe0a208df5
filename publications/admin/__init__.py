"""Publications in the admin."""
