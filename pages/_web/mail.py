"""Sign-in links by email, through the mail server that the settings name."""

import logging
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from html import escape

from plan_store.settings import settings
from plan_store.sign_in import LINK_MINUTES, link_address

WAIT = 20  # seconds, for a mail server that does not answer
SUBJECT = "Your link to sign in to the MatNeo Improvement Portal"
TEXT = """Hello,

this link signs you in to the MatNeo Improvement Portal. It works once, within {minutes} minutes:

{link}

If you did not ask for it, you need do nothing: without the link nobody gets in.
"""
HTML = """<!doctype html><html lang="en-GB"><body style="font:16px/24px Arial,sans-serif;color:#212B32">
<p>Hello,</p>
<p>this link signs you in to the MatNeo Improvement Portal. It works once, within {minutes} minutes:</p>
<p><a href="{link}">Sign in to the MatNeo Improvement Portal</a></p>
<p>If you did not ask for it, you need do nothing: without the link nobody gets in.</p></body></html>
"""
log = logging.getLogger(__name__)


def mail_is_set() -> bool:
    return bool(settings().smtp_host)


def send_link(to: str, token: str) -> bool:
    """Whether the mail server took it; where it did not, the log says why, without the address."""
    try:
        with _server() as server:
            server.send_message(letter(to, link_address(token)))
    except (OSError, smtplib.SMTPException) as failed:
        log.error("A sign-in link could not be sent: %s", type(failed).__name__)
        return False
    return True


def letter(to: str, link: str) -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = SUBJECT, settings().smtp_from, to
    made["Date"], made["Message-ID"] = formatdate(), make_msgid(domain=settings().smtp_from.rpartition("@")[2])
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(TEXT.format(minutes=LINK_MINUTES, link=link))
    made.add_alternative(HTML.format(minutes=LINK_MINUTES, link=escape(link)), subtype="html")
    return made


def _server() -> smtplib.SMTP:
    """The mail server, its certificate checked, signed in to where it asks."""
    named = settings()
    if named.smtp_tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            named.smtp_host, named.smtp_port, timeout=WAIT, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(named.smtp_host, named.smtp_port, timeout=WAIT)
    if named.smtp_tls == "starttls":
        server.starttls(context=ssl.create_default_context())
    if named.smtp_user:
        server.login(named.smtp_user, named.smtp_password.get_secret_value())
    return server
