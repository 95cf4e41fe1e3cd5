"""Every setting, from the environment; the README's table is held against this class."""

from functools import cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

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
    portal_https: bool = Field(
        default=False, description="Set to true behind HTTPS: cookies become Secure and HSTS is sent."
    )
    portal_address: str = Field(
        default="", description="The address that people open where a proxy stands before the portal, with https://."
    )
    portal_cookie_secret: SecretStr = Field(
        default=SecretStr(""),
        description="One long random word for all processes behind a proxy; a single process makes its own.",
    )
    session_hours: int = Field(default=12, ge=1, le=24, description="How long a sign-in lasts, in hours.")
    data_due_working_day: int = Field(
        default=10, ge=1, le=20, description="The working day of a month by which the month before is due."
    )
    demonstration: bool = Field(default=True, description="Fill an empty store with the demonstration trust.")


@cache
def settings() -> Settings:
    return Settings()
