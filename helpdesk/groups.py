"""The groups of the help desk. Being a superuser opens no case: only membership does."""

CASEWORKERS = "Help desk caseworkers"
SUPERVISORS = "Help desk supervisors"

# Codenames of permissions on Ticket, by group; every group may also enter the admin.
GROUP_PERMISSIONS = {
    CASEWORKERS: ["work_on_tickets"],
    SUPERVISORS: ["work_on_tickets", "work_on_restricted_tickets"],
}

# What supervisors set up for the desk, by model: its words in English, singular.
DESK_MODELS = {
    "localoffice": "local office",
    "dutyhours": "working day",
    "dutyholiday": "holiday",
    "questionrecording": "recording of a question",
}
DESK_ACTIONS = ("add", "change", "delete", "view")
