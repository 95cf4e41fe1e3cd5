"""A browser tab that writes in the boxes of a plan, without the browser: it submits as the editor does."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection

from tests.pages.web.streamlit_tab import WAIT


@dataclass(frozen=True)
class Shown:
    """A box as the page last showed it."""

    widget: str
    fragment: str
    data: dict[str, Any]


class BoxTab:
    """`open` asks for the plan's General page; `submit` writes a whole box and gives the answer with what is stored."""

    def __init__(self, socket: ClientConnection, programme: str) -> None:
        self._socket = socket
        self._query = f"programme={programme}"
        self._page = ""
        self._sequence = 0
        self.boxes: dict[str, Shown] = {}

    def open(self) -> "BoxTab":
        asked = BackMsg()
        asked.rerun_script.query_string = self._query
        asked.rerun_script.page_name = "general"
        self._run(asked)
        return self

    def submit(self, box: str, html: str) -> dict[str, Any]:
        shown = self.boxes[box]
        self._sequence += 1
        seen = shown.data["revision"]
        sent = {"html": html, "seen_revision": seen, "sequence": self._sequence, "after": 0}
        asked = BackMsg()
        asked.rerun_script.query_string = self._query
        asked.rerun_script.page_script_hash = self._page
        asked.rerun_script.fragment_id = shown.fragment
        asked.rerun_script.widget_states.widgets.add(
            id=shown.widget, json_value=json.dumps({"submission": json.dumps(sent)})
        )
        self._run(asked, box)
        return self.boxes[box].data

    def _run(self, asked: BackMsg, answering: str = "") -> None:
        """Until the run is over; where a box was submitted, the one that has its answer: its first starts another."""
        self._socket.send(asked.SerializeToString())
        for message in self._said():
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self._page = message.new_session.page_script_hash
            elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "bidi_component":
                self._note(message)
            over = kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
            if over and (not answering or self.boxes[answering].data["answer"]["sequence"] == self._sequence):
                return

    def _said(self) -> Iterator[ForwardMsg]:
        while True:
            message = ForwardMsg()
            message.ParseFromString(self._socket.recv(WAIT, decode=False))
            yield message

    def _note(self, message: ForwardMsg) -> None:
        found = message.delta.new_element.bidi_component
        if "-text_" in found.id:
            box = found.id.partition("-text_")[2].partition("_")[2]
            self.boxes[box] = Shown(found.id, message.delta.fragment_id, json.loads(found.json))
