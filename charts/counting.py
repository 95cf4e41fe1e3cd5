"""Small counts in words, as a sentence wants them."""

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def in_words(n: int) -> str:
    """no, one ... nine, then 10, 11."""
    return WORDS[n] if 0 <= n < len(WORDS) else f"{n:,}"


def capital(text: str) -> str:
    """The first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def are(n: int) -> str:
    """is for one, are for any other count."""
    return "is" if n == 1 else "are"
