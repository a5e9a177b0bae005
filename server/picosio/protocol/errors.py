"""What this library raises, and what handlers raise for it."""


class Refused(Exception):
    """Raised in a connect handler: the client gets a CONNECT_ERROR with this message and this JSON-able data."""

    def __init__(self, message: str, data: object = None) -> None:
        super().__init__(message)
        self.message = message
        self.data = data

    @property
    def body(self) -> dict[str, object]:
        """What the CONNECT_ERROR carries."""
        return {"message": self.message} if self.data is None else {"message": self.message, "data": self.data}


class Disconnected(Exception):
    """The client went away before it answered."""


class Unanswered(TimeoutError):
    """Not everybody has answered; `answers` are those that came."""

    def __init__(self, answers: list[object]) -> None:
        super().__init__(f"{len(answers)} answers in time")
        self.answers = answers
