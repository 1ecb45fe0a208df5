"""OAI-PMH 2.0: libraries and search engines harvest what is published, and what is gone.

The protocol: http://www.openarchives.org/OAI/2.0/openarchivesprotocol.htm
"""
