"""When this person was last in a programme: asked once a page, not at every run; and what changed since."""

from datetime import UTC, datetime

from pages._parts.show import show
from pages._parts.stay import stay
from pages._render.since_words import since_html
from plan_store.permissions import Actor
from plan_store.presence import visit
from plan_store.since import others_since
from plan_store.store import reading, writing


def last_visit(actor: Actor, programme_id: str) -> datetime | None:
    """None at a first visit. The visit is noted when the page opens; its later runs remember the answer."""
    if "visit" not in stay():
        with writing() as session:
            before = visit(session, actor, programme_id)
        stay()["visit"] = before.isoformat() if before else ""
    return datetime.fromisoformat(stay()["visit"]) if stay()["visit"] else None


def since_line(actor: Actor, programme_id: str) -> None:
    """Quiet: nothing at a first visit, and nothing where nobody else changed anything."""
    before = last_visit(actor, programme_id)
    if before is None:
        return
    if "since" not in stay():  # others may change more while the page is open; that shows when it is opened again
        with reading() as session:
            stay()["since"] = since_html(
                programme_id, others_since(session, actor, programme_id, before), datetime.now(UTC)
            )
    if stay()["since"]:
        show(stay()["since"])
