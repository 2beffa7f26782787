"""Why the library says no. Every message is one sentence with what to do, in the reader's words."""

from plon.lifetime.wording import catalogue


def sentence(msgid: str) -> str:
    """Mark a message for extraction and return it as it is; it is translated when it is read."""
    return msgid


NOTHING_LEFT = sentence("Returns leave no purchase at all: give a file that has sales, too.")


class LifetimeError(ValueError):
    """An anticipated refusal; nothing was computed or written. `code` is stable for programs.

    msgid: the English sentence with named placeholders; facts: what fills them.
    """

    code = "lifetime"

    def __init__(self, msgid: str = "", **facts: object) -> None:
        self.msgid = msgid
        self.facts = facts
        super().__init__(msgid % facts if facts else msgid)

    def sentence(self, language: str) -> str:
        """Return the message in "pl" or "en"."""
        text = catalogue(language).gettext(self.msgid) if self.msgid else ""
        return text % self.facts if self.facts else text


class InputUnusable(LifetimeError):
    """The file or an option cannot be used as it is."""

    code = "input_unusable"
