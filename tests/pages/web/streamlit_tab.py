"""A browser tab without the browser: Streamlit's websocket, spoken directly."""

import json
import re
from collections.abc import Generator
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

WAIT = 30


class StreamlitTab:
    """`run` asks for a page and gives back all that the server said."""

    def __init__(self, socket: ClientConnection) -> None:
        self.session_id = ""
        self.socket = socket
        self._said = ""

    def upload_address(self, name: str) -> str:
        """Where the server lets this tab put a file."""
        asked = BackMsg()
        asked.file_urls_request.file_names.append(name)
        asked.file_urls_request.session_id = self.session_id
        self.socket.send(asked.SerializeToString())
        while True:
            message = ForwardMsg()
            message.ParseFromString(self.socket.recv(WAIT, decode=False))
            if message.WhichOneof("type") == "file_urls_response":
                return message.file_urls_response.file_urls[0].upload_url

    def press(self, action: str, row: str, page: str, query: str) -> str:
        """Forge the press of a button in our own HTML, whether the page has one or not."""
        listener = re.search(r'bidi_component {\s+id: "([^"]+)"\s+component_name: "matneo_clicks"', self._said)
        assert listener, "the page has to be opened first"
        value = json.dumps([{"event": "action", "value": json.dumps({"action": action, "id": row})}])
        identity = f"$$STREAMLIT_INTERNAL_KEY_{listener[1]}__events"
        return self.run(page, query, widget=WidgetState(id=identity, json_trigger_value=value))

    def run(
        self,
        page: str = "",
        query: str = "",
        fragment: str = "",
        widget: WidgetState | None = None,
    ) -> str:
        """Everything the run put on the page, as one text to search in."""
        asked = BackMsg()
        if widget is not None:
            asked.rerun_script.widget_states.widgets.append(widget)
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = page
        asked.rerun_script.fragment_id = fragment
        self.socket.send(asked.SerializeToString())
        said: list[str] = []
        while True:
            message = ForwardMsg()
            message.ParseFromString(self.socket.recv(WAIT, decode=False))
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session_id = message.new_session.initialize.session_id
            said.append(str(message))
            if kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self._said = "\n".join(said)
                return self._said


@contextmanager
def streamlit_tab(
    url: str, token: str = "", *, origin: str = "", resume: str = "", headers: dict[str, str] | None = None
) -> Generator[StreamlitTab]:
    """A tab that has connected with this session cookie, perhaps to go on with an earlier tab's session."""
    sent = dict(headers or {})
    if token:
        sent["Cookie"] = f"matneo-session={token}"
    spoken = ["streamlit", "no-xsrf", *([resume] if resume else [])]
    with connect(
        url.replace("http", "ws", 1) + "/_stcore/stream",
        origin=Origin(origin or url),
        subprotocols=[Subprotocol(word) for word in spoken],
        additional_headers=sent,
        max_size=None,
    ) as socket:
        yield StreamlitTab(socket)


def person_in(said: str) -> str | None:
    """Whose portal it is: the name beside "Sign out"."""
    found = re.search(r"<b>([^<]*)</b>(?=.{0,200}Sign out)", said)
    return found[1] if found else None
