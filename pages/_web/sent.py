"""Which files of Streamlit's each sign-in was told about: it may fetch those, and nobody else's.

Streamlit serves /media by the hash of what is in a file, and takes uploads by the id of a tab, from anyone who has
the address. The addresses reach a browser over its websocket alone, so the gate notes there who was sent which.
"""

import re
from collections import OrderedDict

FILES = re.compile(rb"/media/([0-9a-f]{32})|/_stcore/upload_file/([0-9a-f-]{36}/[0-9a-f-]{36})")
MARKS = (b"/media/", b"/upload_file/")
FOLDERS = ("/media/", "/_stcore/upload_file/")
SIGN_INS, FILES_EACH = 2000, 500  # the oldest are forgotten beyond that; the next rerun sends them anew


class Sent:
    """In memory, as the files are: both are of this process."""

    def __init__(self) -> None:
        self._of: OrderedDict[str, OrderedDict[bytes, None]] = OrderedDict()

    def note(self, session_hash: str, message: bytes) -> None:
        """Read the addresses out of a message on its way to this sign-in."""
        if not any(mark in message for mark in MARKS):
            return
        for found in FILES.finditer(message):
            held = self._of.setdefault(session_hash, OrderedDict())
            held[found[1] or found[2]] = None
            held.move_to_end(found[1] or found[2])
            if len(held) > FILES_EACH:
                held.popitem(last=False)
            self._of.move_to_end(session_hash)
        while len(self._of) > SIGN_INS:
            self._of.popitem(last=False)

    def holds(self, session_hash: str, path: str) -> bool:
        found = FILES.match(path.encode())
        return found is not None and (found[1] or found[2]) in self._of.get(session_hash, {})
