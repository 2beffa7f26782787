"""Why the command stops, in one sentence with what to do, in the reader's language."""

import errno
from collections.abc import Mapping

from typer import BadParameter, TyperException

from plon.core.errors import DomainError
from plon.lifetime.errors import LifetimeError
from plon.lifetime.wording import catalogue


class UnknownCommand(DomainError):
    """There is no such subcommand."""

    code = "unknown_command"


REFUSALS = (LifetimeError, DomainError, TyperException, OSError)
BACKUP = "BACKUP"  # how `plon restore` calls its argument
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def sentence_for(refusal: Exception, *, language: str, command: str = "plon") -> str:
    """Return the one sentence to show; `command` is what was asked, for its help."""
    if isinstance(refusal, LifetimeError):
        return refusal.sentence(language)
    if isinstance(refusal, DomainError):
        return _domain_sentences(language)[refusal.code] % {"name": str(refusal)}
    if isinstance(refusal, OSError):
        return _storage_sentence(refusal, language=language)
    return _usage_sentence(refusal, language=language, command=command)


def _domain_sentences(language: str) -> Mapping[str, str]:
    _ = catalogue(language).gettext
    return {
        "folder_taken": _(
            "The folder %(name)s holds files that plon did not write: name another with --out."
        ),
        "not_a_folder": _("A file stands at %(name)s: name a folder for the report with --out."),
        "no_room": _no_room(language),
        "nothing_to_keep": _(
            "There is no database of plon up in %(name)s: name its folder with --data, or set"
            " DATABASE_URL."
        ),
        "backup_unreadable": _(
            "%(name)s is no whole backup of Plon: choose another file, nothing was written."
        ),
        "folder_in_use": _(
            "The folder %(name)s holds something: name a new one with --data, nothing was touched."
        ),
        "unknown_command": _("There is no command “%(name)s”: plon --help lists them."),
    }


def _storage_sentence(error: OSError, *, language: str) -> str:
    _ = catalogue(language).gettext
    if error.errno in _FULL:
        return _no_room(language)
    if error.errno in _FORBIDDEN:
        sentence = _("There is no permission to use %(name)s: change it, or choose another place.")
    else:
        sentence = _("%(name)s cannot be used (%(problem)s): check the path.")
    return sentence % {"name": error.filename or "?", "problem": error.strerror or error}


def _no_room(language: str) -> str:
    return catalogue(language).gettext(
        "There is no room left on the disk: free some, or choose another place with --out;"
        " nothing was written."
    )


def _usage_sentence(error: Exception, *, language: str, command: str) -> str:
    _ = catalogue(language).gettext
    option, parameter = getattr(error, "option_name", None), getattr(error, "param", None)
    names = {"option": option, "help": f"{command} --help"}
    if isinstance(error, BadParameter) and str(error.message):
        sign = max(getattr(parameter, "opts", ["?"]), key=len)
        return _("The value of %(option)s cannot be used: %(help)s shows what it may be.") % {
            **names,
            "option": sign,
        }
    if isinstance(error, BadParameter):
        return _missing(str(getattr(parameter, "metavar", "")), language=language)
    if option and "requires" in str(error):
        return _("The option %(option)s needs a value: %(help)s shows which.") % names
    if option:
        return _("There is no option %(option)s: %(help)s lists them.") % names
    return _("The command line cannot be read: %(help)s shows how to write it.") % names


def _missing(metavar: str, *, language: str) -> str:
    _ = catalogue(language).gettext
    if metavar == BACKUP:
        return _("Name the backup to restore: plon restore plon-backup.zip.")
    return _("Name at least one file with sales: plon value sales.csv.")
