"""Casework inside Wagtail's admin: the queue, a request, and every act on it."""
