"""Those who save stand in line: first come, first served; on SQLite they share a commit, and each stands for itself."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Lock
from time import monotonic, sleep
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlmodel import select

from plan_store import turns
from plan_store.base import add_first
from plan_store.people import Organisation
from plan_store.permissions import Actor
from plan_store.store import reading, writing
from plan_store.texts import read_texts, save_text
from plan_store.turns import Line
from plan_store.unavailable import StoreUnavailable, Why

LONG = f"<p>{'word ' * 30_000}</p>"


Save = Callable[..., int]
Words = Callable[[], dict[str, str]]
Commits = list[Connection]


def until(said: Callable[[], bool]) -> None:
    last = monotonic() + 20
    while not said():
        assert monotonic() < last
        sleep(0.001)


class Queue:
    """Somebody who is at work until `free`, and those who come after, one by one."""

    def __init__(self, line: Line, threads: ThreadPoolExecutor) -> None:
        self.line, self.threads = line, threads
        self.free, begun = Event(), Event()
        self.first = threads.submit(self._work, begun)
        assert begun.wait(20)

    def _work(self, begun: Event) -> str:
        with writing() as session:
            session.connection()
            begun.set()
            assert self.free.wait(20)
        return "first"

    def join(self, work: Callable[..., Any], *given: Any) -> Future[Any]:
        """In a thread of its own; it stands in line when this returns."""
        before = len(self.line)
        future = self.threads.submit(work, *given)
        until(lambda: len(self.line) > before or future.done())
        return future


class TestSharing:
    """PostgreSQL joins the commits of several by itself."""

    @pytest.fixture
    def store_kind(self) -> str:
        return "sqlite"

    @pytest.fixture
    def queue(self, store: Engine, programme: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Queue]:
        """In the store with its programme. Whoever finds somebody in line leaves the commit to them."""
        monkeypatch.setattr(turns, "TOGETHER", 60)
        with ThreadPoolExecutor(10) as threads:
            queue = Queue(store.get_execution_options()["writer"]._line, threads)
            yield queue
            queue.free.set()

    @pytest.fixture
    def commits(self, monkeypatch: pytest.MonkeyPatch, queue: Queue) -> Commits:
        """Each time that somebody waited for the disk, from now on."""
        made: Commits = []
        commit = turns._commit

        def counted(connection: Connection) -> None:
            made.append(connection)
            commit(connection)

        monkeypatch.setattr(turns, "_commit", counted)
        return made

    @pytest.fixture
    def save(self, lead: Actor, programme: str) -> Save:
        def save(box: str, html: str, seen: int = 0) -> int:
            with writing() as session:
                return save_text(session, lead, programme, box, html, seen).revision

        return save

    @pytest.fixture
    def words(self, lead: Actor, programme: str) -> Words:
        def words() -> dict[str, str]:
            with reading() as session:
                return {box: text.html for box, text in read_texts(session, lead, programme).items()}

        return words

    def test_who_stands_in_line_shares_a_commit(self, queue: Queue, commits: Commits, save: Save, words: Words) -> None:
        boxes = ["aims", "baseline", "approach"]
        saving = [queue.join(save, box, f"<p>{box}</p>") for box in boxes]
        queue.free.set()
        assert [one.result() for one in saving] == [1] * 3
        assert queue.first.result() == "first"
        assert len(commits) == 1
        assert words() == {box: f"<p>{box}</p>" for box in boxes}

    def test_nobody_is_answered_before_the_disk_has_it(
        self,
        queue: Queue,
        save: Save,
        words: Words,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        writes, has_it, commit = Event(), Event(), turns._commit

        def slow(connection: Connection) -> None:
            writes.set()
            assert has_it.wait(20)
            commit(connection)

        monkeypatch.setattr(turns, "_commit", slow)
        saving = [queue.first, *(queue.join(save, box, "<p>a</p>") for box in ("aims", "baseline"))]
        queue.free.set()
        assert writes.wait(20)
        assert not any(one.done() for one in saving)
        assert words() == {}
        has_it.set()
        assert [one.result() for one in saving] == ["first", 1, 1]

    def test_who_comes_later_in_a_shared_transaction_sees_what_came_before(
        self, queue: Queue, save: Save, words: Words
    ) -> None:
        saving = [queue.join(save, "aims", f"<p>{number}</p>", number) for number in range(3)]
        queue.free.set()
        assert [one.result() for one in saving] == [1, 2, 3]
        assert words()["aims"] == "<p>2</p>"

    def test_one_that_fails_takes_back_its_own_alone(
        self,
        queue: Queue,
        commits: Commits,
        save: Save,
        words: Words,
        lead: Actor,
        programme: str,
    ) -> None:
        def fail() -> None:
            with writing() as session:
                save_text(session, lead, programme, "baseline", "<p>half</p>", 0)
                session.add(Organisation(ods_code="HALF", name="Half"))
                session.flush()
                raise ZeroDivisionError

        before = queue.join(save, "aims", "<p>before</p>")
        failing = queue.join(fail)
        after = queue.join(save, "approach", "<p>after</p>")
        queue.free.set()
        assert (before.result(), after.result()) == (1, 1)
        with pytest.raises(ZeroDivisionError):
            failing.result()
        assert len(commits) == 1
        assert words() == {"aims": "<p>before</p>", "approach": "<p>after</p>"}
        with reading() as session:
            assert session.get(Organisation, "HALF") is None

    def test_one_that_fails_last_leaves_the_others_kept(self, queue: Queue, save: Save, words: Words) -> None:
        def fail() -> None:
            with writing() as session:
                session.connection()
                raise ZeroDivisionError

        before, failing = queue.join(save, "aims", "<p>before</p>"), queue.join(fail)
        queue.free.set()
        assert before.result() == 1
        with pytest.raises(ZeroDivisionError):
            failing.result()
        assert words() == {"aims": "<p>before</p>"}

    def test_objects_and_statements_together(self, queue: Queue, commits: Commits) -> None:
        """SQLAlchemy's own savepoints lie inside of ours, and what it refuses costs nobody else anything."""

        def add(code: str) -> bool:
            with writing() as session:
                return add_first(session, Organisation(ods_code=code, name=code))

        def twice() -> None:
            with writing() as session:
                session.add(Organisation(ods_code="TWICE", name="Twice"))
                session.add(Organisation(ods_code="A", name="again"))

        saving = [queue.join(add, "A"), queue.join(add, "B"), queue.join(add, "A")]
        refused = queue.join(twice)
        last = queue.join(add, "C")
        queue.free.set()
        assert [one.result() for one in (*saving, last)] == [True, True, False, True]
        with pytest.raises(IntegrityError):
            refused.result()
        assert len(commits) == 1
        with reading() as session:
            assert {"A", "B", "C"} <= set(session.exec(select(Organisation.ods_code)))
            assert session.get(Organisation, "TWICE") is None

    def test_a_commit_that_fails_is_told_to_everybody(
        self,
        queue: Queue,
        save: Save,
        words: Words,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        commit = turns._commit

        def full(connection: Connection) -> None:
            connection.exec_driver_sql("PRAGMA query_only=ON")
            try:
                turns.on_driver(connection, "UPDATE user SET name = name")  # what a disk that fails answers
            finally:
                connection.exec_driver_sql("PRAGMA query_only=OFF")

        monkeypatch.setattr(turns, "_commit", full)
        saving = [queue.first, *(queue.join(save, box, "<p>a</p>") for box in ("aims", "baseline"))]
        queue.free.set()
        for one in saving:
            with pytest.raises(StoreUnavailable) as told:
                one.result()
            assert told.value.why == Why.READ_ONLY
        monkeypatch.setattr(turns, "_commit", commit)
        assert words() == {}
        assert save("aims", "<p>again</p>") == 1

    def test_a_disk_that_gets_full_between_two(self, queue: Queue, save: Save, words: Words) -> None:
        """SQLite takes all of it back then. Nobody was told yet that theirs is kept; each is told that it is not."""

        def fill() -> None:
            with writing() as session:
                session.connection().exec_driver_sql("PRAGMA max_page_count=1")  # no page more than there are

        def empty() -> None:
            with writing() as session:
                session.connection().exec_driver_sql("PRAGMA max_page_count=1000000")

        small, full = queue.join(save, "aims", "<p>small</p>"), queue.join(fill)
        long, room = queue.join(save, "baseline", LONG), queue.join(empty)
        last = queue.join(save, "approach", "<p>last</p>")
        queue.free.set()
        for one in (queue.first, small, full, long):
            with pytest.raises(StoreUnavailable) as told:
                one.result()
            assert told.value.why == Why.FULL
        room.result()
        assert last.result() == 1
        assert words() == {"approach": "<p>last</p>"}

    def test_where_the_whole_transaction_is_gone_everybody_is_told_why(
        self, queue: Queue, save: Save, words: Words
    ) -> None:
        def lose() -> None:
            with writing() as session:
                connection: Any = session.connection().connection.driver_connection
                connection.execute("ROLLBACK")  # as SQLite itself may, after a fault of the disk
                connection.execute("PRAGMA query_only=ON")
                try:
                    turns.on_driver(session.connection(), "UPDATE user SET name = name")
                finally:
                    connection.execute("PRAGMA query_only=OFF")

        before, losing, after = (
            queue.join(save, "aims", "<p>before</p>"),
            queue.join(lose),
            queue.join(save, "approach", "<p>after</p>"),
        )
        queue.free.set()
        for one in (queue.first, before, losing):
            with pytest.raises(StoreUnavailable) as told:
                one.result()
            assert told.value.why == Why.READ_ONLY
        assert after.result() == 1
        assert words() == {"approach": "<p>after</p>"}

    @pytest.mark.parametrize("known", [False, True])
    def test_a_connection_that_is_lost(self, queue: Queue, save: Save, words: Words, known: bool) -> None:
        """Everybody in it is told, and nobody waits for ever; known: SQLAlchemy has noticed already."""

        def lose() -> None:
            with writing() as session:
                connection: Any = session.connection().connection.driver_connection
                connection.close()
                if known:
                    session.connection().invalidate()
                session.add(Organisation(ods_code="LOST", name="Lost"))

        before, losing = queue.join(save, "aims", "<p>before</p>"), queue.join(lose)
        after = queue.join(save, "approach", "<p>after</p>")
        queue.free.set()
        for one in (queue.first, before, losing):
            with pytest.raises(SQLAlchemyError):
                one.result(20)
        assert after.result(20) == 1
        assert words() == {"approach": "<p>after</p>"}

    def test_a_transaction_is_not_kept_open_for_long(
        self,
        queue: Queue,
        commits: Commits,
        save: Save,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(turns, "TOGETHER", 0)
        saving = [queue.join(save, box, "<p>a</p>") for box in ("aims", "baseline")]
        queue.free.set()
        assert [one.result() for one in saving] == [1, 1]
        assert len(commits) == 3

    def test_a_store_that_is_put_away_is_closed(self, store: Engine, tmp_path: Any, lead: Actor) -> None:
        with writing() as session:
            session.connection()
        store.dispose()
        other = sqlite3.connect(str(store.url.database), timeout=1, isolation_level=None)
        assert other.execute("PRAGMA journal_mode=DELETE").fetchone() == ("delete",)  # nobody else has it open
        other.close()
        with writing() as session:
            session.add(Organisation(ods_code="A", name="a"))
        with reading() as session:
            assert session.get(Organisation, "A") is not None

    def test_a_store_is_put_away_while_people_save(self, queue: Queue, store: Engine, save: Save) -> None:
        """What was left to the next in line is kept, also where the next is whoever puts the store away."""
        before = queue.join(save, "aims", "<p>before</p>")
        closing = queue.join(store.dispose)
        queue.free.set()
        closing.result(20)
        assert (queue.first.result(20), before.result(20)) == ("first", 1)
        assert save("baseline", "<p>after</p>") == 1

    def test_the_next_in_line_gives_up_as_it_is_left_to_them(
        self,
        queue: Queue,
        save: Save,
        words: Words,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """Then nobody would end it, and who left it would wait for ever."""
        monkeypatch.setattr(turns, "LONGEST_WAIT", 0.1)

        def late() -> float:
            until(lambda: len(queue.line) == 0)
            return monotonic()

        next_one = queue.join(save, "aims", "<p>a</p>")
        monkeypatch.setattr(turns, "monotonic", late)  # read by who leaves, when somebody was in line
        queue.free.set()
        with pytest.raises(StoreUnavailable):
            next_one.result(20)
        assert queue.first.result(20) == "first"
        assert save("aims", "<p>b</p>") == 1
        assert words() == {"aims": "<p>b</p>"}


def test_first_come_first_served(store: Engine, lead: Actor, programme: str) -> None:
    """Also where there are more who save than may at once."""
    options = store.get_execution_options()
    line = options["writer"]._line if "writer" in options else options["line"]
    places = line._places
    order: list[int] = []
    taken = Lock()

    def work(number: int) -> None:
        with writing() as session:
            session.connection()
            with taken:
                order.append(number)

    with ThreadPoolExecutor(places + 12) as threads:
        busy = [Queue(line, threads) for _ in range(places)]
        later = [busy[0].join(work, number) for number in range(12)]
        assert order == []
        busy[0].free.set()  # one place is enough
        for one in later:
            one.result()
        assert order == list(range(12))
        for one in busy:
            one.free.set()
    assert len(line) == 0


def test_where_the_few_are_held_up_others_come_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that somebody else has, or a slow network, costs those who wait for neither only SOON."""
    monkeypatch.setattr(turns, "SOON", 0.01)
    monkeypatch.setattr(turns, "LONGEST_WAIT", 0.1)
    line = Line(2, 4)
    for _ in range(4):
        line.take()
    with pytest.raises(StoreUnavailable):
        line.take()
    for _ in range(4):
        line.give()
    assert (line._inside, len(line)) == (0, 0)


def test_when_they_go_on_there_are_few_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "SOON", 0.01)
    line = Line(1, 2)
    line.take()
    line.take()
    monkeypatch.setattr(turns, "SOON", 20)
    with ThreadPoolExecutor(1) as threads:
        next_one = threads.submit(line.take)
        until(lambda: len(line) == 1)
        line.give()
        assert (line._inside, len(line)) == (1, 1)  # one place, and it is taken
        line.give()
        next_one.result()
    assert (line._inside, len(line)) == (1, 0)


def test_who_gives_up_leaves_the_line_and_no_place_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some are given the place in the very moment in which they give up."""
    monkeypatch.setattr(turns, "SOON", 0.0001)
    monkeypatch.setattr(turns, "LONGEST_WAIT", 0.0004)
    line, inside, most = Line(2, 2), 0, 0
    counting = Lock()

    def work(_number: int) -> str:
        nonlocal inside, most
        try:
            line.take()
        except StoreUnavailable:
            return "gave up"
        with counting:
            inside += 1
            most = max(most, inside)
        sleep(0.0004)
        with counting:
            inside -= 1
        line.give()
        return "came in"

    with ThreadPoolExecutor(8) as threads:
        ends = Counter(threads.map(work, range(2000)))
    assert most == 2
    assert min(ends["came in"], ends["gave up"]) > 20
    assert (line._inside, len(line)) == (0, 0)


def test_a_connection_that_cannot_be_had_costs_no_place(store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object) -> None:
        raise ZeroDivisionError

    store.dispose()
    event.listen(store, "connect", refuse, insert=True)
    for _ in range(20):
        with pytest.raises(ZeroDivisionError), writing(patience=0) as session:
            session.connection()
    event.remove(store, "connect", refuse)
    with writing() as session:
        session.add(Organisation(ods_code="A", name="a"))
    with reading() as session:
        assert session.get(Organisation, "A") is not None
