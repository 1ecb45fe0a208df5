"""Indicator values in CSV and XLSX files: read, checked, written into the database and out."""
