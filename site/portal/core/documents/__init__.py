"""What editors upload as a document: what it really is, how large it may be, what it is called."""
