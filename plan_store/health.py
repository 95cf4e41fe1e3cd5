"""Whether the store answers."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from plan_store.store import reading


def store_answers() -> bool:
    try:
        with reading() as session:
            return session.connection().execute(text("SELECT 1")).scalar_one() == 1
    except SQLAlchemyError:
        return False
