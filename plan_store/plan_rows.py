"""The tables of a plan: one class a table; a field gives its heading, hint and widget."""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, StringConstraints
from sqlalchemy import JSON, Column, String, Text
from sqlmodel import Field

from plan_store.base import Base, UtcDateTime, new_id
from plan_store.clean import KEEPABLE, plain_text
from plan_store.permissions import May

LINE, PHRASE, PARAGRAPH = 200, 500, 2000
EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>.]+(\.[^@\s,;<>.]+)+")
NUMBER = re.compile(
    r"[<>≤≥=]*\s*(?P<number>[-−]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?)"  # 8,5 may mean 8.5, so it is asked again
    r"(\s*(%|per [\d,]+|days?|minutes?|or (less|more|below|above|fewer|lower|higher|under|over)))*",
    re.IGNORECASE,
)


class MeasureType(StrEnum):
    OUTCOME = "outcome"
    PROCESS = "process"
    BALANCING = "balancing"


class Better(StrEnum):
    """Which way is better; the values are those of charts.spec.Direction."""

    HIGHER = "increase"
    LOWER = "decrease"
    NEITHER = "neutral"


class Unit(StrEnum):
    PERCENT = "%"
    PER_1000 = "per 1,000"
    COUNT = "count"
    DAYS = "days"
    MINUTES = "minutes"


class Frequency(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    ONCE = "once"


class Status(StrEnum):
    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    DONE = "done"


WORDS: dict[StrEnum, str] = {
    Better.HIGHER: "Higher",
    Better.LOWER: "Lower",
    Better.NEITHER: "Neither",
    Status.NOT_STARTED: "Not yet started",
    Status.DONE: "Completed",
}


def choice_words(choice: StrEnum) -> str:
    """A choice as it stands on its button and in its cell."""
    return WORDS.get(choice, choice.value[:1].upper() + choice.value[1:])


def _email(value: Any) -> Any:
    text = plain_text(value).strip() if isinstance(value, str) else value
    if isinstance(text, str) and text and not EMAIL.fullmatch(text):
        raise ValueError(f"“{text}” is not a complete email address. Use a form such as name@trust.nhs.uk.")
    return text


def _one_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def _target(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    found = NUMBER.fullmatch(value.strip())
    if not found:
        raise ValueError(f"“{value.strip()}” is not a number. Use a form such as 95% or 8.5.")
    return float(found["number"].replace(",", "").replace("−", "-"))


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LINE), KEEPABLE]
Required = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LINE), KEEPABLE]
Phrase = Annotated[  # one line of text that needs two to be read while it is written
    str, StringConstraints(max_length=PHRASE), BeforeValidator(_one_line), KEEPABLE
]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, max_length=PARAGRAPH), KEEPABLE]
RequiredParagraph = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=PARAGRAPH), KEEPABLE
]
Email = Annotated[str, StringConstraints(max_length=LINE), BeforeValidator(_email)]
Target = Annotated[float | None, BeforeValidator(_target)]


def line(title: str, description: str = "", **more: Any) -> Any:
    return Field(default="", title=title, description=description, sa_type=String, **more)


def paragraph(title: str, description: str = "") -> Any:
    return Field(default="", title=title, description=description, sa_type=Text)


def choice(title: str, default: StrEnum, description: str = "") -> Any:
    return Field(default=default.value, title=title, description=description, sa_type=String)


class PlanRow(Base):
    """What every row of every table has; never shown."""

    singular: ClassVar[str]
    plural: ClassVar[str]
    title_field: ClassVar[str]
    read_by: ClassVar[May] = May.READ
    columns: ClassVar[dict[str, tuple[str, ...]]]  # on paper: heading -> the fields that share the column

    id: str = Field(default_factory=new_id, primary_key=True)
    programme_id: str = Field(foreign_key="programme.id", index=True)
    position: int = 0
    revision: int = 1
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def complete(self) -> bool:
        """Whether the row says all that the plan needs of it."""
        raise NotImplementedError


class Measure(PlanRow, table=True):
    """How the team will know that a change is an improvement."""

    singular, plural = "measure", "measures"
    title_field = "name"
    read_by = May.READ_SUBMITTED
    columns: ClassVar = {
        "Measure": ("name", "type", "better", "target", "secondary_driver"),
        "What is counted": ("definition", "numerator", "denominator"),
        "Data": ("source", "frequency", "captured_by"),
        "Lead and date due": ("lead", "due"),
        "Risks and mitigations": ("risks",),
    }

    name: Required = line("Measure")
    type: MeasureType = choice("Type", MeasureType.PROCESS)
    better: Better = choice("Which way is better?", Better.HIGHER)
    definition: Paragraph = paragraph(
        "Operational definition", "Exactly what counts, so that two people would count the same"
    )
    numerator: Phrase = line("Numerator", "What is counted, such as women tested at 36 weeks")
    denominator: Phrase = line("Denominator", "Out of whom, such as women who reached 36 weeks")
    unit: Unit = choice("Shown as", Unit.PERCENT)
    target: Target = Field(default=None, title="Target", description="A number, such as 95%")
    source: Line = line("Data source")
    frequency: Frequency = choice("How often", Frequency.MONTHLY)
    captured_by: Line = line("Who captures it")
    lead: Line = line("Lead")
    due: date | None = Field(default=None, title="Date due")
    secondary_driver: Line = line("Secondary driver", "The driver that this measure tells you about")
    risks: Paragraph = paragraph("Risks and mitigations", "What could make the numbers wrong, and what you do about it")
    chart: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))

    @property
    def complete(self) -> bool:
        return bool(self.definition and self.numerator and self.lead)


class CommunicationAction(PlanRow, table=True):
    """Who hears what, how and when."""

    singular, plural = "action", "actions"
    title_field = "message"
    columns: ClassVar = {
        "Audience": ("audience",),
        "Message": ("message",),
        "Channel": ("channel", "frequency"),
        "Who and when": ("who", "due"),
        "Status": ("status",),
    }

    audience: Required = line("Audience", "Who needs to hear it")
    message: RequiredParagraph = paragraph("Message", "What they should know, feel or do")
    channel: Line = line("Channel", "Such as safety huddle, email, poster")
    frequency: Line = line("How often", "Such as once, weekly, every month")
    who: Line = line("Who does it")
    due: date | None = Field(default=None, title="When")
    status: Status = choice("Status", Status.NOT_STARTED)

    @property
    def complete(self) -> bool:
        return self.status == Status.DONE


class TeamMember(PlanRow, table=True):
    """Who works on the programme."""

    singular, plural = "person", "people"
    title_field = "name"
    columns: ClassVar = {"Name": ("name",), "Role": ("role",), "Organisation": ("organisation",), "Email": ("email",)}

    name: Required = line("Name")
    role: Line = line("Role", "In the programme, such as lead or data analyst")
    organisation: Line = line("Organisation")
    email: Email = line("Email")

    @property
    def complete(self) -> bool:
        return bool(self.role and self.email)
