"""Reads a large XML part as it goes by: no tree is kept, however deep or long the part is."""

from collections.abc import Callable
from xml.parsers import expat

from charts.series.refusals import damaged

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str, str], None]


class Enough(Exception):
    """All that was wanted has been seen."""


class Names(dict[str, str]):
    """Names of elements without their prefix, each looked up once: strict and transitional workbooks differ there."""

    def __missing__(self, name: str) -> str:
        """x:row is row."""
        local = name.rpartition(":")[2]
        if len(self) < 1_000:
            self[name] = local
        return local


def stream(xml: bytes, start: Start, end: End, texts: frozenset[str]) -> None:
    """Call `start(name, attributes)` and `end(name, text)`; text is gathered for the elements in `texts` only."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    names, gathered = Names(), []

    def started(name: str, attributes: dict[str, str]) -> None:
        local = names[name]
        if local in texts:
            gathered.clear()
            parser.CharacterDataHandler = gathered.append
        start(local, attributes)

    def ended(name: str) -> None:
        local = names[name]
        if local in texts:
            parser.CharacterDataHandler = None
            end(local, "".join(gathered))
            gathered.clear()
        else:
            end(local, "")

    parser.StartElementHandler, parser.EndElementHandler = started, ended
    try:
        parser.Parse(xml, True)
    except Enough:
        return
    except (expat.ExpatError, ValueError, LookupError):
        raise damaged() from None
