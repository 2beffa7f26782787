"""A link with the ways to send it: what `ui/share.html` needs."""

from urllib.parse import quote


def ways(*, link: str, text: str, mail_to: str, subject: str) -> dict[str, str]:
    """Return the text, the link, and the addresses that open a mail or WhatsApp with both."""
    message = f"{text}\n{link}"
    return {
        "text": text,
        "link": link,
        "whatsapp_href": f"https://wa.me/?text={quote(message)}",
        "mail_href": f"mailto:{quote(mail_to)}?subject={quote(subject)}&body={quote(message)}",
    }
