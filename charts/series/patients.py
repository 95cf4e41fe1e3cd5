"""Finds what would identify a patient. Such a file is refused, and nothing of it is shown back."""

import re
from collections.abc import Iterator

from charts.series.grid import GridRow, column_letter
from charts.series.seriesfile import Note

# Ten digits as people write an NHS number: whole, in parts (by a space of any kind, a dash, a point or a line), as a
# number with decimals, thousands or an exponent. Telephone numbers begin with 0 or +44, NHS numbers with neither.
GAP = "[ \u00a0\u2000-\u2015\u202f._-]?"
# What may not follow them: more digits, or decimals; after a comma may stand the next of a list.
NO_MORE = rf"(?![0-9]|[.,](?![1-9][0-9]{{2}}{GAP}[0-9]{{3}}{GAP}[0-9]{{4}}(?![0-9]))[0-9])"
TEN_DIGITS = re.compile(
    rf"(?<![0-9])(?<![0-9][.,])(?:([1-9][0-9]{{2}}){GAP}([0-9]{{3}}){GAP}([0-9]{{4}})(?:\.0{{1,9}})?{NO_MORE}"
    r"|([1-9]),([0-9]{3}),([0-9]{3}),([0-9]{3})(?:\.0{1,9})?(?![0-9]|[.,][0-9])"
    r"|([1-9])\.([0-9]{9})[eE]\+?0?9(?![0-9]))"
)
DIGIT = re.compile("[0-9]")
ABROAD = re.compile(r"\+[0-9]{1,3}[ -]?\(?$")
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


def nhs_numbers(text: str) -> Iterator[re.Match[str]]:
    """Where a text has an NHS number."""
    if len(DIGIT.findall(text)) < 10:  # nearly every text, and a quarter of the time
        return
    for match in TEN_DIGITS.finditer(text):
        digits = "".join(part for part in match.groups() if part)
        if is_nhs_number(digits) and not ABROAD.search(text[max(0, match.start() - 6) : match.start()]):
            yield match


def holds_nhs_number(text: str) -> bool:
    """Whether a text has an NHS number anywhere."""
    return next(nhs_numbers(text), None) is not None


def masked(text: str) -> str:
    """A file's name, its NHS numbers taken out."""
    for match in reversed(list(nhs_numbers(text))):
        text = f"{text[: match.start()]}…{text[match.end() :]}"
    return text


def name_note() -> Note:
    """Said of a file that has an NHS number in its own name."""
    text = f"The file’s name holds what looks like a patient’s NHS number. {ADVICE}"
    return Note(None, "", FOUND, text, SHORT)


def patient_notes(rows: tuple[GridRow, ...]) -> Iterator[Note]:
    """Where the rows have an NHS number; never the number itself."""
    for number, cells in rows:
        if not TEN_DIGITS.search("\t".join(cells)):
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
