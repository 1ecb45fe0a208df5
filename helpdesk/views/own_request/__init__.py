"""Coming back with the code: everything that a person may do with their own request.

All of it happens at /help/code/. A page's button says what to do (`act`), its sealed token which
request is open; there is no redirect, no cookie, and nothing in an address.
"""

from helpdesk.views.own_request.access import OPEN_PURPOSE
from helpdesk.views.own_request.dispatch import come_back

__all__ = ["OPEN_PURPOSE", "come_back"]
