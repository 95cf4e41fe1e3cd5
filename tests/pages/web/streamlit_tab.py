"""A browser tab without the browser: Streamlit's websocket, spoken directly."""

import re
from collections.abc import Generator
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

WAIT = 30


class StreamlitTab:
    """`run` asks for a page and gives back all that the server said."""

    def __init__(self, socket: ClientConnection) -> None:
        self.session_id = ""
        self._socket = socket

    def upload_address(self, name: str) -> str:
        """Where the server lets this tab put a file."""
        asked = BackMsg()
        asked.file_urls_request.file_names.append(name)
        asked.file_urls_request.session_id = self.session_id
        self._socket.send(asked.SerializeToString())
        while True:
            message = ForwardMsg()
            message.ParseFromString(self._socket.recv(WAIT, decode=False))
            if message.WhichOneof("type") == "file_urls_response":
                return message.file_urls_response.file_urls[0].upload_url

    def run(self, page: str = "", query: str = "", fragment: str = "", by_clock: bool = False) -> str:
        """Everything the run put on the page, as one text to search in; `by_clock`: no person asked for it."""
        asked = BackMsg()
        asked.rerun_script.is_auto_rerun = by_clock
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = page
        asked.rerun_script.fragment_id = fragment
        self._socket.send(asked.SerializeToString())
        said: list[str] = []
        while True:
            message = ForwardMsg()
            message.ParseFromString(self._socket.recv(WAIT, decode=False))
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.session_id = message.new_session.initialize.session_id
            said.append(str(message))
            if kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return "\n".join(said)


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
