"""Every setting, from the environment; the README's table is held against this class."""

import re
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

# In an address: what is between the name's colon and the last @, and a password among its parameters.
PASSWORD = re.compile(r"(://[^/:@]*:).*(?=@)|((?:password|secret|token)=)[^&]*", re.IGNORECASE)
ENTRA = ("microsoftonline.", ".windows.net/")  # in the addresses of its metadata
ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Names are the environment's, in capitals."""

    model_config = SettingsConfigDict(frozen=True)

    database_url: str = Field(
        default=f"sqlite:///{ROOT / 'data' / 'portal.sqlite'}",
        description="Where the store is kept; an SQLite file under data/ unless told, or postgresql://USER@HOST/NAME.",
    )
    portal_host: str = Field(default="127.0.0.1", description="The address that make run listens on.")
    portal_port: int = Field(default=8501, description="The port that make run listens on.")
    portal_one_core: bool = Field(
        default=True, description="Keep the process on one processor core, chosen by its port, where the system can."
    )
    portal_https: bool = Field(
        default=False, description="Set to true behind HTTPS: cookies become Secure and HSTS is sent."
    )
    portal_url: str = Field(
        default="",
        description="The address that people open, such as https://portal.trust.example; emailed links begin with it.",
    )
    portal_cookie_secret: SecretStr = Field(
        default=SecretStr(""),
        description="One long random word for all processes behind a proxy; a single process makes its own.",
    )
    trusted_proxies: str = Field(
        default="",
        description="Addresses or networks of the proxies in front, with commas; only they may say who the client is.",
    )
    session_hours: int = Field(default=12, ge=1, le=12, description="How long a sign-in lasts, in hours; 12 at most.")
    session_idle_minutes: int = Field(
        default=30, ge=6, le=60, description="After how many idle minutes a trust’s administrator is signed out."
    )
    smtp_host: str = Field(default="", description="The mail server that sends sign-in links; none unless told.")
    smtp_port: int = Field(default=587, description="The mail server’s port.")
    smtp_user: str = Field(default="", description="The name to sign in to the mail server with, where it asks.")
    smtp_password: SecretStr = Field(default=SecretStr(""), description="The password that goes with it.")
    smtp_from: str = Field(default="", description="The address that sign-in links are sent from.")
    smtp_tls: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the mail is kept private on its way: starttls, tls, or none."
    )
    oidc_metadata_url: str = Field(
        default="", description="Your identity provider’s address that ends in /.well-known/openid-configuration."
    )
    oidc_client_id: str = Field(default="", description="The portal’s client id at the identity provider.")
    oidc_client_secret: SecretStr = Field(default=SecretStr(""), description="The client secret that goes with it.")
    oidc_name: str = Field(
        default="your organisation", description="What people call the identity provider: Sign in with ..."
    )
    oidc_client_auth: Literal["client_secret_basic", "client_secret_post"] = Field(
        default="client_secret_basic", description="How the secret is sent there, or client_secret_post."
    )
    oidc_prompt: Literal["select_account", "login"] = Field(
        default="select_account", description="What is asked of people there each time, or login: to sign in anew."
    )
    oidc_acr_values: str = Field(
        default="", description="How strongly people must sign in there, in the provider’s words, with spaces."
    )
    oidc_emails_confirmed: bool = Field(
        default=False,
        description="Set to true where the provider confirms all its email addresses and does not say so; never Entra.",
    )
    data_due_working_day: int = Field(
        default=10, ge=1, le=20, description="The working day of a month by which the month before is due."
    )
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(str.lower)] = Field(
        default="info", description="Which lines the log on stderr has: debug, info, warning or error, and above."
    )
    metrics_token: SecretStr = Field(
        default=SecretStr(""),
        description="The bearer token that opens /metrics to monitoring; without it there is no such address.",
    )
    demonstration: bool = Field(default=True, description="Fill an empty store with the demonstration trust.")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.smtp_host or self.oidc_metadata_url) and not self.portal_url.startswith(("http://", "https://")):
            raise ValueError("SMTP_HOST and OIDC_METADATA_URL need PORTAL_URL, the address that people open")
        if self.smtp_host and not self.smtp_from:
            raise ValueError("SMTP_HOST needs SMTP_FROM, the address that links are sent from")
        if self.oidc_metadata_url and not (self.oidc_client_id and self.oidc_client_secret):
            raise ValueError("OIDC_METADATA_URL needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET")
        if self.oidc_emails_confirmed and any(host in self.oidc_metadata_url for host in ENTRA):
            raise ValueError("OIDC_EMAILS_CONFIRMED is not for Entra ID, where anybody may be given any address")
        return self

    @field_validator("trusted_proxies")
    @classmethod
    def _named(cls, value: str) -> str:
        """Each by its address or network; whoever trusts everybody's word for it trusts the client's own."""
        for one in filter(None, (part.strip() for part in value.split(","))):
            ip_network(one)
        return value

    @property
    def address(self) -> str:
        """Where people find the portal, without a slash at the end; never what a request says."""
        scheme = "https" if self.portal_https else "http"
        host = f"[{self.portal_host}]" if ":" in self.portal_host else self.portal_host
        return self.portal_url.rstrip("/") or f"{scheme}://{host}:{self.portal_port}"


@dataclass(frozen=True)
class Shown:
    """A setting as an administrator may see it."""

    name: str
    value: str
    description: str


def shown_settings() -> list[Shown]:
    """Every setting in words; what is secret, and passwords inside addresses, are never in them."""
    return [
        Shown(name.upper(), _shown(getattr(settings(), name)), field.description or "")
        for name, field in Settings.model_fields.items()
    ]


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return "Set, and not shown" if value else ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return PASSWORD.sub(r"\1\2***", str(value))


@cache
def settings() -> Settings:
    return Settings()
