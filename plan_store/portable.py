"""A programme as one JSON document: its shape, and what must hold of one that comes from elsewhere."""

from base64 import b64decode
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from plan_store.base import now
from plan_store.change_names import PROGRAMME
from plan_store.change_shapes import MEMBER, can_read
from plan_store.clean import CHART_ID, KEEPABLE
from plan_store.programmes import DriverChoice
from plan_store.sections import BOXES

FORMAT, VERSION = "matneo-programme", 1
CLOCKS = timedelta(minutes=1)  # by which the clocks of two machines may differ
STATUSES = ("final", "provisional", "suppressed", "missing", "removed")
Id = Annotated[str, StringConstraints(pattern=rf"^{CHART_ID.pattern}$")]
Name = Annotated[str, StringConstraints(max_length=300), KEEPABLE]
Note = Annotated[str, StringConstraints(max_length=5000), KEEPABLE]
Number = Annotated[float | None, Field(allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=10_000_000)]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TextPart(Part):
    box: Literal[tuple(box.key for box in BOXES)]  # ty: ignore[invalid-type-form]
    html: str
    revision: Count
    completed: bool
    saved_at: AwareDatetime | None
    saved_by: Name


class RowPart(Part):
    """A row of a table; chart is a measure's."""

    id: Id
    position: Count
    revision: Count
    deleted_at: AwareDatetime | None
    cells: dict[str, Any]
    chart: dict[str, Any] = Field(default_factory=dict)


class UploadPart(Part):
    id: Id
    measure_id: Id
    batch: Id
    file_name: Name
    sha256: str
    user_name: Name
    at: AwareDatetime
    read_as: dict[str, str]
    deleted_at: AwareDatetime | None


class ObservationPart(Part):
    id: Id
    measure_id: Id
    period: date
    value: Number
    numerator: Number
    denominator: Number
    status: Literal[STATUSES]  # ty: ignore[invalid-type-form]
    upload_id: Id | None
    user_name: Name
    at: AwareDatetime
    reason: Note
    replaced_at: AwareDatetime | None


class CommentPart(Part):
    id: Id
    place: Literal["box", "row", "chart"]
    place_id: Name
    answers: Id | None
    text: Note
    user_name: Name
    at: AwareDatetime
    resolved_at: AwareDatetime | None
    resolved_by: Name
    deleted_at: AwareDatetime | None
    revision: Count


class ChangePart(Part):
    id: Id
    at: AwareDatetime
    user_name: Name
    action: Name
    thing: Name
    thing_id: Name
    revision: Count
    before: Any
    after: Any

    @model_validator(mode="after")
    def is_of_a_plan(self) -> "ChangePart":
        if self.thing == MEMBER or not can_read(self.thing, self.action, self.before, self.after):
            raise ValueError("its history has a change that this portal cannot read")
        return self


class Portable(Part):
    """The whole: what is there now, what was there, and every change, with names and times as they were."""

    format: Literal["matneo-programme"]
    version: Literal[1]
    exported_at: AwareDatetime
    organisation: Name
    id: Id
    revision: Count
    archived_at: AwareDatetime | None
    drivers: DriverChoice
    texts: tuple[TextPart, ...]
    rows: dict[str, tuple[RowPart, ...]]
    uploads: tuple[UploadPart, ...]
    files: dict[str, str]
    observations: tuple[ObservationPart, ...]
    comments: tuple[CommentPart, ...]
    changes: tuple[ChangePart, ...]

    @property
    def measures(self) -> set[str]:
        return {row.id for row in self.rows.get("Measure", ())}

    def ids(self) -> dict[str, list[str]]:
        """Every id that stands in the store as a key, by what it is."""
        parts = {"uploads": self.uploads, "observations": self.observations, "comments": self.comments}
        return {
            "programme": [self.id],
            **{kind: [row.id for row in rows] for kind, rows in self.rows.items()},
            **{kind: [part.id for part in found] for kind, found in parts.items()},
            "changes": [change.id for change in self.changes],
        }

    @property
    def has_later_ids(self) -> bool:
        """Ids begin with their time: one later than now would stay the newest, whatever is saved after it."""
        last = f"{round((now() + CLOCKS).timestamp() * 1000):012x}"
        return any(one.replace("-", "")[:12] > last for found in self.ids().values() for one in found)

    def content(self, digest: str) -> bytes:
        return b64decode(self.files[digest], validate=True)

    @model_validator(mode="after")
    def hangs_together(self) -> "Portable":
        for fault, holds in (
            ("an id stands twice", self._ids_once()),
            ("something refers to what is not in it", self._refers_within()),
            ("a period has two values that count", self._periods_once()),
            ("a file is missing or is not the one that was uploaded", self._files_whole()),
            ("it has a time that is still to come", self._times_past()),
            ("its history does not fit what is there", self._as_changed()),
        ):
            if not holds:
                raise ValueError(fault)
        return self

    def _ids_once(self) -> bool:
        ids = [one for found in self.ids().values() for one in found]
        return len(ids) == len(set(ids)) and len({text.box for text in self.texts}) == len(self.texts)

    def _refers_within(self) -> bool:
        measures, uploads = self.measures, {upload.id: upload.measure_id for upload in self.uploads}
        comments = {comment.id for comment in self.comments}
        rows = {row.id for found in self.rows.values() for row in found}
        places = {"box": {box.key for box in BOXES}, "row": rows, "chart": measures}
        return (
            all(upload.measure_id in measures for upload in self.uploads)
            and all(one.measure_id in measures for one in self.observations)
            and all(uploads.get(one.upload_id) == one.measure_id for one in self.observations if one.upload_id)
            and all(one.answers is None or one.answers in comments for one in self.comments)
            and all(one.place_id in places[one.place] for one in self.comments)
            and all(change.thing_id == self.id for change in self.changes if change.thing == PROGRAMME)
        )

    def _periods_once(self) -> bool:
        present = [(one.measure_id, one.period) for one in self.observations if one.replaced_at is None]
        return len(present) == len(set(present))

    def _files_whole(self) -> bool:
        try:
            whole = {digest for digest in self.files if sha256(self.content(digest)).hexdigest() == digest}
        except ValueError:  # no base64
            return False
        return whole == set(self.files) == {upload.sha256 for upload in self.uploads}

    def _times_past(self) -> bool:
        parts = (*self.texts, *self.uploads, *self.observations, *self.comments, *self.changes)
        held = (self, *parts, *(row for rows in self.rows.values() for row in rows))
        last = now() + CLOCKS
        return all(value <= last for part in held for value in vars(part).values() if isinstance(value, datetime))

    def _as_changed(self) -> bool:
        """As plan_store.checking asks of a store."""
        last: dict[tuple[str, str], int] = {}
        for change in self.changes:
            key = (change.thing, change.thing_id)
            last[key] = max(change.revision, last.get(key, 0))
        things = {("Programme", self.id): self.revision}
        things |= {("PlanText", f"{self.id}/{text.box}"): text.revision for text in self.texts}
        things |= {(kind, row.id): row.revision for kind, rows in self.rows.items() for row in rows}
        return all(last.get(thing, 0) == revision for thing, revision in things.items())
