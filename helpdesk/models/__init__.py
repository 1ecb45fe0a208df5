"""Models of the help desk. Import them from here."""

from helpdesk.models.attachments import Attachment
from helpdesk.models.desk import (
    DutyHoliday,
    DutyHours,
    LocalOffice,
    QuestionRecording,
    ShownPage,
    Weekday,
)
from helpdesk.models.log import CaseLogEntry
from helpdesk.models.messages import CaseNote, Message
from helpdesk.models.notices import Notice
from helpdesk.models.receipts import Receipt
from helpdesk.models.tickets import Consent, Ticket, TicketProblem, TicketSubproblem

__all__ = [
    "Attachment",
    "CaseLogEntry",
    "CaseNote",
    "Consent",
    "DutyHoliday",
    "DutyHours",
    "LocalOffice",
    "Message",
    "Notice",
    "QuestionRecording",
    "Receipt",
    "ShownPage",
    "Ticket",
    "TicketProblem",
    "TicketSubproblem",
    "Weekday",
]
