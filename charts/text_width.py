"""How wide text is in Arial and its metric twin Liberation Sans, and lines broken to a width, without a font file."""

from collections.abc import Sequence
from functools import lru_cache

EM = 2048
REGULAR = {
    391: "'",
    455: "ijlįĵĺļłſ‘’",
    532: "|¦",
    569: (" !,./:;I[\\]ft ·ÌÍÎÏìíîïĨĩĪīĬĭĮİıţŧ"),
    597: "ľ",
    682: "()-`r\u00a1\u00a8\u00b2\u00b3\u00b4\u00b8\u00b9\u0155\u0157\u0159\u2011\u201c\u201d",
    684: "{}ŀ",
    717: "•",
    727: '"',
    748: "\u00ba\u2009\u202f",
    758: "ª",
    768: "ť",
    797: "*",
    819: "°",
    909: "ĳ",
    961: "^",
    1024: "JcksvxyzçýÿćĉċčĴķĸśŝşšŷźżž",
    1100: "¶",
    1124: "±÷≈≤≥",
    1131: "¯",
    1139: "#$0123456789?L_abdeghnopqu¢£¤¥§«»àáâãäåèéêëðñòóôõöùúûüþāăąđēĕėęěĝğġģĥħĹĻĽĿŁńņňŋōŏőũūŭůűų–€",
    1180: "µ",
    1196: "+<=>~¬×−",
    1237: "ŉ",
    1251: "FTZ¿ßøŢŤŦŹŻŽ",
    1259: "ď",
    1366: "&ABEKPSVXYÀÁÂÃÄÅÈÉÊËÝÞĀĂĄĒĔĖĘĚĶŚŜŞŠŶŸ",
    1479: "CDHNRUwÇÐÑÙÚÛÜĆĈĊČĎĐĤĦŃŅŇŔŖŘŨŪŬŮŰŲŵ",
    1481: "Ŋ",
    1505: "Ĳ",
    1509: "©®",
    1593: "GOQÒÓÔÕÖØĜĞĠĢŌŎŐ",
    1706: "Mm",
    1708: "¼½¾",
    1821: "%æ",
    1933: "WœŴ",
    2048: "ÆŒ—…←→",
    2079: "@",
}
BOLD = {
    487: "'",
    569: (" ,./I\\ijl ·ÌÍÎÏìíîïĨĩĪīĬĭĮįİıĵĺļłſ‘’"),
    573: "|¦",
    682: "!()-:;[]`ft\u00a1\u00a8\u00b2\u00b3\u00b4\u00b8\u00b9\u0163\u0167\u2011",
    717: "•",
    748: "\u00ba\u2009\u202f",
    758: "ª",
    789: "ľ",
    797: "*r{}ŕŗř",
    819: "°",
    971: '"',
    981: "ŀť",
    1024: "zźżž“”",
    1124: "±÷≈≤≥",
    1131: "¯",
    1139: "#$0123456789J_aceksvxy¢£¤¥§«¶»àáâãäåçèéêëýÿāăąćĉċčēĕėęěĳĴķĸśŝşšŷ–€",
    1180: "µ",
    1196: "+<=>^~¬×−",
    1251: "?FLTZbdghnopqu¿ßðñòóôõöøùúûüþđĝğġģĥħĹĻĽĿŁńņňŋōŏőŢŤŦũūŭůűųŹŻŽ",
    1366: "EPSVXYÈÉÊËÝÞĒĔĖĘĚŚŜŞŠŶŸ",
    1451: "ŉ",
    1472: "ď",
    1479: "&ABCDHKNRUÀÁÂÃÄÅÇÐÑÙÚÛÜĀĂĄĆĈĊČĎĐĤĦĶŃŅŇŔŖŘŨŪŬŮŰŲ",
    1481: "Ŋ",
    1509: "©®",
    1593: "GOQwÒÓÔÕÖØĜĞĠĢŌŎŐŵ",
    1607: "Ĳ",
    1706: "M",
    1708: "¼½¾",
    1821: "%mæ",
    1933: "WœŴ",
    1997: "@",
    2048: "ÆŒ—…←→",
}
ADVANCES = tuple(
    {letter: wide / EM for wide, letters in table.items() for letter in letters} for table in (REGULAR, BOLD)
)
OTHER = 0.75  # a letter not listed, with room to spare


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Pixels."""
    advances = ADVANCES[bold]
    return size * sum([advances.get(letter, OTHER) for letter in text])


def wrap(text: str, size: float, limit: float, bold: bool = False) -> list[str]:
    """Lines no wider than `limit`, broken at spaces (no-break spaces hold); a longer word is cut."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and text_width(f"{lines[-1]} {word}", size, bold) <= limit:
            lines[-1] += f" {word}"
        else:
            lines += _pieces(word, size, limit, bold)
    return lines


def balanced(text: str, size: float, limit: float, bold: bool = False) -> list[str]:
    """As `wrap`, in as many lines, all about equally long."""
    lines = wrap(text, size, limit, bold)
    low, high = limit / len(lines) * 0.8, limit
    while len(lines) > 1 and high - low > 2:
        middle = (low + high) / 2
        tried = wrap(text, size, middle, bold)
        if len(tried) <= len(lines):
            lines, high = tried, middle
        else:
            low = middle
    return lines


def widest(lines: Sequence[str], size: float, bold: bool = False) -> float:
    """The widest line's pixels; 0 for none."""
    return max((text_width(line, size, bold) for line in lines), default=0.0)


def _pieces(word: str, size: float, limit: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size, bold) > limit:
            pieces.append("")
        pieces[-1] += letter
    return pieces
