"""Addresses below /publications/ that are no pages."""
