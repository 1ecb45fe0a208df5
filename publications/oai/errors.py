"""What the protocol calls errors: answers of their own, sent with status 200."""


class ProtocolError(Exception):
    """A request that the protocol refuses: its code, and a sentence on what was wrong."""

    def __init__(self, code: str, sentence: str):
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def bad_argument(sentence: str) -> ProtocolError:
    """The request has arguments that are missing, repeated, unknown or malformed."""
    return ProtocolError("badArgument", sentence)
