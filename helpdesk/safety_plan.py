"""How somebody may be answered without being endangered."""

import json
from dataclasses import asdict, dataclass, field, fields

from helpdesk.taxonomy import Channel, WhoMayAnswer


@dataclass
class SafetyPlan:
    """The contact safety plan of a request. What is not chosen is the safest answer.

    channel: a Channel; `none` means that nobody contacts the person. safe_times: SafeTime codes.
    cover_sentence: what anybody else who answers is told. code_word: said before the
    organisation is named. may_say_okup: whether it may be named at all.
    """

    channel: str = Channel.NONE
    safe_times: list[str] = field(default_factory=list)
    who_may_answer: str = WhoMayAnswer.ME_ONLY
    may_leave_message: bool = False
    may_say_okup: bool = False
    cover_sentence: str = ""
    code_word: str = ""

    @classmethod
    def from_json(cls, text: str) -> "SafetyPlan":
        """Read a plan as it was stored; what an older version did not know gets its default."""
        stored = json.loads(text or "{}")
        known = {item.name for item in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known})

    @classmethod
    def from_answers(cls, data: dict) -> "SafetyPlan":
        """Take the plan out of ContactForm.cleaned_data."""
        return cls(**{item.name: data[item.name] for item in fields(cls) if item.name in data})

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @property
    def allows_contact(self) -> bool:
        return self.channel != Channel.NONE
