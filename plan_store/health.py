"""Whether the store answers."""

from sqlalchemy import text

from plan_store.store import reading
from plan_store.unavailable import StoreUnavailable


def store_answers() -> bool:
    try:
        with reading(patience=0) as session:
            return session.connection().execute(text("SELECT 1")).scalar_one() == 1
    except StoreUnavailable:
        return False
