"""What leaves the plan with a measure that is deleted: its data, and its chart in the texts."""

from pages._parts.plan import Plan
from pages._parts.show import show
from pages._render.series_words import PERIODS
from pages._render.words import count, text
from plan_store.base import NotFound
from plan_store.clean import chart_ids
from plan_store.observations import read_observations
from plan_store.permissions import Actor
from plan_store.plan_rows import Frequency, Measure, PlanRow
from plan_store.rows import find_row
from plan_store.sections import BOXES
from plan_store.store import reading
from plan_store.texts import read_texts


def say_what_goes(plan: Plan, kind: type[PlanRow], row_id: str) -> None:
    """Under the dialog's Delete; nothing for a new row and for one without data."""
    if row_id and kind is Measure and (words := going_with(plan.actor, plan.id, row_id)):
        show(f'<p class="secondary">{text(words)}</p>')


def going_with(actor: Actor, programme_id: str, measure_id: str) -> str:
    """In a sentence; empty for a measure without data."""
    with reading() as session:
        try:
            measure = find_row(session, actor, Measure, measure_id)
        except NotFound:
            return ""
        points = len(read_observations(session, actor, measure_id))
        texts = read_texts(session, actor, programme_id)
    if not points or measure.deleted_at:
        return ""
    data = f"{count(points, PERIODS.get(Frequency(measure.frequency), 'point'))} of data"
    boxes = [f"“{box.title}”" for box in BOXES if box.key in texts and measure_id in chart_ids(texts[box.key].html)]
    chart = f" and its chart in {' and '.join(boxes)}" if boxes else ""
    return f"Delete takes its {data}{chart} along. “Deleted measures” under the table puts all of it back."
