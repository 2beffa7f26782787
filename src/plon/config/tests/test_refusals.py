"""Every refusal is one sentence with what to do, in both languages."""

import errno

import pytest
from typer import BadParameter, TyperException

from plon.config.refusals import UnknownCommand, sentence_for
from plon.core.errors import DomainError
from plon.lifetime.errors import InputUnusable
from plon.value.services.files import FolderTaken, NoRoom, NotAFolder


class NoOption(TyperException):
    """As the parser tells of an unknown option."""

    option_name = "--boat"


REFUSALS: list[tuple[Exception, str]] = [
    (InputUnusable("There is no customer “%(name)s” in these sales: check the number.", name="x"), "x"),
    (FolderTaken("/srv/ann"), "/srv/ann"),
    (NotAFolder("/srv/ann/a"), "/srv/ann/a"),
    (NoRoom("Could not write file"), "--out"),
    (UnknownCommand("vlaue"), "vlaue"),
    (OSError(errno.ENOSPC, "No space left on device"), "--out"),
    (OSError(errno.EFBIG, "File too large"), "--out"),
    (PermissionError(errno.EACCES, "Permission denied", "/srv/x"), "/srv/x"),
    (OSError(errno.EROFS, "Read-only file system", "/proc"), "/proc"),
    (OSError(errno.ENAMETOOLONG, "File name too long", "a" * 300), "File name too long"),
    (OSError("strange"), "strange"),
    (BadParameter(""), "plon value"),
    (BadParameter("abc is no number"), "--help"),
    (NoOption("No such option: --boat"), "--boat"),
    (NoOption("Option '--boat' requires an argument."), "--boat"),
    (TyperException("Whatever"), "plon --help"),
]  # fmt: skip


@pytest.mark.parametrize(("refusal", "named"), REFUSALS, ids=lambda part: str(part)[:30])
def test_the_sentence_names_the_thing(refusal: Exception, named: str) -> None:
    english, polish = (sentence_for(refusal, language=language) for language in ("en", "pl"))

    assert named in english
    assert "\n" not in english
    assert english.endswith(".")
    assert polish != english
    assert "%(" not in english + polish


def test_an_option_without_its_value_is_told_from_an_unknown_one() -> None:
    unknown, bare = (
        sentence_for(NoOption(text), language="en")
        for text in ("No such option: --boat", "Option '--boat' requires an argument.")
    )

    assert unknown.startswith("There is no option --boat")
    assert bare.startswith("The option --boat needs a value")


def test_every_domain_error_of_the_command_has_words() -> None:
    for error in (FolderTaken, NotAFolder, NoRoom, UnknownCommand):
        assert issubclass(error, DomainError)
        assert sentence_for(error("x"), language="en")
