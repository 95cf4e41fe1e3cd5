"""Finds what would identify a patient. Such a file is refused, and nothing of it is shown back."""

import re
import unicodedata
from collections.abc import Iterator

from charts.series.grid import GridRow, column_letter
from charts.series.seriesfile import Note

# Ten digits as people write an NHS number: whole, in parts (by blanks, dashes, points, lines and brackets, also several
# of them), as a number with decimals, thousands or an exponent. Telephone numbers begin with 0 or a country's code, NHS
# numbers with neither; amounts of money have a sign. Between the fields of a pasted line stands a comma, so one beside
# the digits says nothing; a point with more digits, or one alone among them, makes them a decimal.
GAP = r"[ \t._()-]{0,5}"
TEN_DIGITS = re.compile(
    rf"(?<![0-9])(?<![0-9]\.)(?:([1-9][0-9]{{2}})(?!\.[0-9]{{7}}){GAP}([0-9]{{3}})(?!(?<=[0-9]{{6}})\.){GAP}([0-9]{{4}})(?:\.0{{1,9}})?(?![0-9]|\.[0-9])"
    r"|(?<![0-9],)(?<![£$€])([1-9]),([0-9]{3}),([0-9]{3}),([0-9]{3})(?:\.0{1,9})?(?![0-9]|[.,][0-9])"
    r"|([1-9])\.([0-9]{9})[eE]\+?0?9(?![0-9]))"
)
DIGIT = re.compile(r"\d")
NO_DIGITS = bytes(code for code in range(128) if not chr(code).isdecimal())  # of ASCII
ABROAD = re.compile(r"(?:\+|(?<![0-9])00)[0-9]{1,3}[ .-]{0,3}\(?(?:0\))?[ .-]{0,3}$")
LINE_ENDS = "\n\r\v\f"
WEIGHTS = range(10, 1, -1)
WHO = (
    r"(?:(?:pseudonym(?:i[sz]ed)?|pseudo|anonymi[sz]ed|unique|local) )?"
    r"(?:patient|mother|baby|woman|infant|neonate|newborn|child|client|partner|father|maternal|person|pregnancy"
    r"|service user)"
    r"(?:'?s)?"
)
PERSONAL = re.compile(
    rf"(?:{WHO} )?(?:nhs|chi|h&c|hospital|hosp|k|unit|pas|epr|case ?note|district|badger(?:net)?|mrn)"
    r" ?(?:number|num|no\.?|nr|(?<!unit )id|#)(?: ?\(.{1,20}\))?"
    rf"|{WHO} ?(?:identifier|number|no\.?|id|ref(?:erence)?)|case ?(?:number|no\.?|id)|(?:{WHO} )?(?:mrn|nhs)|chi"
    r"|(?:pseudonym(?:i[sz]ed)?|pseudo|person|study|participant)(?: nhs)? ?(?:number|no\.?|id)"
    rf"|(?:{WHO} )?(?:d\.?o\.?b\.?|dates? of birth|birth ?date|(?:date and |date/)?time of birth)"
    rf"|{WHO} (?:full ?)?name"
    rf"|(?:{WHO} )?(?:full ?name|surname|family name|forenames?|first ?name|last ?name|given name|initials)"
    rf"|(?:{WHO} )?(?:home )?(?:post ?code|address(?: line)?(?: ?[1-4])?)"
    rf"|(?:{WHO} )?(?:home )?(?:telephone|phone|mobile|tel)(?: ?(?:number|no\.?))?"
    rf"|(?:{WHO} )?(?:next of kin|nok)(?: (?:name|contact|phone|number))?|(?:registered |{WHO} )?gp(?:'?s)?(?: name)?"
)
WHOSE = re.compile(r" ?\((?:mother|baby|mum|maternal|patient|infant|dd)[^()%]*\)$")
ADVICE = "Please remove it, keep only monthly totals, and choose the file again. Nothing of this file was kept."
SHORT, FOUND = "NHS number", "an NHS number"


def is_nhs_number(digits: str) -> bool:
    """Ten digits, no 0 first, whose last one is the right check digit (modulus 11)."""
    if len(digits) != 10 or digits[0] == "0":
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False)) % 11
    return (0 if check == 11 else check) == int(digits[9])


class Plain(dict[int, str]):
    """For str.translate: digits, blanks and dashes of every script as plain ones, what nobody sees as nothing."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kind = unicodedata.category(character)
        if kind == "Nd":
            character = str(unicodedata.decimal(character))
        elif code > LAST_ASCII:
            compatible = unicodedata.normalize("NFKC", character)
            character = LIKE.get(kind, compatible if len(compatible) == 1 else character)
        elif kind == "Cc" and character not in "\t\n\v\f\r":
            character = ""
        self[code] = character
        return character


LAST_ASCII = 127
LIKE = {"Zs": " ", "Zl": " ", "Zp": " ", "Pd": "-", "Cf": "", "Mn": "", "Me": ""}  # by Unicode's kinds of characters
PLAIN = Plain({0x2212: "-", 0x85: " "})  # the minus sign, and an old end of a line


def few_digits(text: str) -> bool:
    """Too few for an NHS number: nearly every text, and a tenth of the time."""
    digits = text.encode().translate(None, NO_DIGITS) if text.isascii() else DIGIT.findall(text)
    return len(digits) < 10


def nhs_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where a text has an NHS number: from which character, and up to which."""
    if few_digits(text):
        return
    plain = in_plain(text)
    for match in TEN_DIGITS.finditer(plain):
        digits = "".join(part for part in match.groups() if part)
        if is_nhs_number(digits) and not ABROAD.search(plain[max(0, match.start() - 12) : match.start()]):
            yield match.span() if len(plain) == len(text) else place_in(text, *match.span())


def in_plain(text: str) -> str:
    """The text as TEN_DIGITS looks for numbers in it; most texts are so already."""
    return text if text.isascii() and text.isprintable() else text.translate(PLAIN)


def place_in(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a part of the plain text stands in the text itself."""
    kept = [place for place, character in enumerate(text) if PLAIN[ord(character)]]
    return kept[start], kept[end - 1] + 1


def in_one_line(text: str) -> str:
    """For words, where a number may go on in the next line; every character keeps its place."""
    for end in LINE_ENDS:
        text = text.replace(end, " ")
    return text


def holds_nhs_number(text: str) -> bool:
    """Whether a text has an NHS number anywhere, in one of its lines."""
    return next(nhs_numbers(text), None) is not None


def masked(text: str) -> str:
    """A file's name, or words, the NHS numbers taken out."""
    for start, end in reversed(list(nhs_numbers(in_one_line(text)))):
        text = f"{text[:start]}…{text[end:]}"
    return text


def name_note() -> Note:
    """Said of a file that has an NHS number in its own name."""
    text = f"The file’s name holds what looks like a patient’s NHS number. {ADVICE}"
    return Note(None, "", FOUND, text, SHORT)


def patient_notes(rows: tuple[GridRow, ...]) -> Iterator[Note]:
    """Where the rows have an NHS number; never the number itself."""
    for number, cells in rows:
        if not TEN_DIGITS.search(in_plain("|".join(cells))):
            continue
        for index, cell in enumerate(cells):
            if holds_nhs_number(cell):
                text = f"Row {number} holds what looks like a patient’s NHS number. {ADVICE}"
                yield Note(number, "", FOUND, text, SHORT, column_letter(index))


def personal_titles(titles: tuple[str, ...], row: int | None) -> Iterator[Note]:
    """Column titles that only a list of patients has."""
    for index, title in enumerate(titles):
        if PERSONAL.fullmatch(WHOSE.sub("", plain_title(title))):
            text = f"The column “{title}” looks like details of single patients. {ADVICE}"
            yield Note(row, title, title, text, "Patient details", column_letter(index))


def plain_title(title: str) -> str:
    """A title in lower case, words parted by one space."""
    return " ".join(title.lower().replace("_", " ").replace("’", "'").split()).strip(" :*")
