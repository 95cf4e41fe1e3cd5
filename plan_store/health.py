"""Whether the store answers."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from plan_store.store import StoreUnavailable, reading


def store_answers() -> bool:
    try:
        with reading(patience=0) as session:
            return session.connection().execute(text("SELECT 1")).scalar_one() == 1
    except (SQLAlchemyError, StoreUnavailable):
        return False
