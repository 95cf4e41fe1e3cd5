"""What was chosen for a file of one shape is there for the next one of that shape, in that trust."""

from plan_store.permissions import Actor
from plan_store.read_choices import forget_choice, recall_choice, remember_choice
from plan_store.store import reading, writing
from tests.plan_store.conftest import OTHER, OWN


def test_a_choice_is_remembered_for_the_trust_and_the_shape(lead: Actor, editor: Actor, stranger: Actor) -> None:
    with writing() as session:
        remember_choice(session, lead, OWN, "abc", {"value": "Rate"})
        remember_choice(session, editor, OWN, "abc", {"value": "Births", "filters": {"Site": "North"}})
        remember_choice(session, editor, OWN, "", {"value": "nothing"})
    with reading() as session:
        found = recall_choice(session, lead, OWN, "abc")
        assert found is not None
        assert (found.choice, found.user_name) == ({"value": "Births", "filters": {"Site": "North"}}, editor.name)
        assert recall_choice(session, lead, OWN, "def") is None
        assert recall_choice(session, lead, OWN, "") is None
        assert recall_choice(session, stranger, OTHER, "abc") is None
    with writing() as session:
        forget_choice(session, lead, OWN, "abc")
        forget_choice(session, lead, OWN, "abc")
        assert recall_choice(session, lead, OWN, "abc") is None
