"""Whether mail would leave: what `plon doctor` says of the mail server. Nothing is sent."""

from collections.abc import Mapping

from django.conf import settings

from plon.accounts.tasks import check_mail
from plon.config.checkup import Finding
from plon.lifetime.errors import sentence

ADVICE: Mapping[str, str] = {  # accounts.ports.MailFailed.reason -> what to do
    "certificate": sentence(
        "The mail server's certificate is not valid: check the name in PLON_MAIL_URL and whether"
        " it wants smtps:// or smtp://."
    ),
    "login": sentence(
        "The mail server refuses user or password: check PLON_MAIL_URL; many providers want a"
        " password made for programs."
    ),
    "no_answer": sentence(
        "The mail server does not answer: check name and port in PLON_MAIL_URL, and whether the"
        " firewall lets us out."
    ),
    "no_tls": sentence(
        "The mail server offers no encryption or no sign-in there: try smtps:// with port 465."
    ),
}


def examine_mail() -> Finding:
    """Return how the mail server is. It is asked for seconds at most."""
    name, server = sentence("Mail"), settings.PLON_MAIL
    if server is None:
        advice = sentence(
            "No mail server: invitations are links to hand over, and who forgot the password asks"
            " the owner for a link. PLON_MAIL_URL changes that."
        )
        return Finding(name=name, advice=advice, is_grave=False)
    failure = check_mail(server)
    where = f"{server.host}:{server.port}"
    if failure is None:
        return Finding(name=name, detail=where)
    other = sentence("The mail server refuses us: its own words are in brackets.")
    detail = f"{where}: {failure.said}" if failure.said else where
    return Finding(name=name, advice=ADVICE.get(failure.reason, other), detail=detail)
