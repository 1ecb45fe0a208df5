"""What editors see of publications in the admin."""
