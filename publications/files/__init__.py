"""Files of publications: read by the worker, shown to editors, offered to readers."""
