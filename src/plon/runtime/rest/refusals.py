"""What is wrong with a request, field by field."""

from collections.abc import Sequence
from dataclasses import dataclass

from plon.core.errors import DomainError


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One field that cannot be used: a JSON pointer into the body, or a parameter's name."""

    code: str
    pointer: str = ""
    parameter: str = ""


class FieldsRefused(DomainError):
    """Some fields cannot be used as they are. Nothing was written."""

    code = "fields_invalid"
    status = 422

    def __init__(self, *faults: Fault) -> None:
        super().__init__(", ".join(fault.code for fault in faults))
        self.faults: Sequence[Fault] = faults
