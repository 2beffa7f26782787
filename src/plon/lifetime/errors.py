"""Why the library says no. Every message is one sentence with what to do, in the reader's words."""


class LifetimeError(ValueError):
    """An anticipated refusal; nothing was computed or written. `code` is stable for programs."""

    code = "lifetime"


class InputUnusable(LifetimeError):
    """The file or an option cannot be used as it is."""

    code = "input_unusable"


class TooThin(LifetimeError):
    """There is too little history for the answer asked for."""

    code = "too_thin"
