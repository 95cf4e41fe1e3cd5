"""What a point means: common cause, improvement, concern, or both where the rules that fire disagree."""

import numpy as np

from charts.result import SpcResult
from charts.rules import RULES

OTHER = {"Improvement": "Concern", "Concern": "Improvement"}


def rule_side(result: SpcResult, at: int, key: str) -> int:
    """1 where the rule points up, -1 down: a trend by its slope, the others by the side of the centre line."""
    if key == "trend":
        return int(result.column("slope")[at])
    return int(np.sign(result.column("value")[at] - result.column("centre")[at]))


def fired(result: SpcResult, at: int) -> list[str]:
    """The keys of the rules that fire at a point, the one that names it first."""
    return [rule.key for rule in RULES if result.column(rule.key)[at]]


def meaning_title(result: SpcResult, at: int) -> str:
    """Improvement, Concern, Special cause, or both where the rules that fire disagree."""
    if not result.spec.direction.sign:
        return "Special cause"
    first = str(result.column("meaning")[at]).capitalize()
    return f"{first}, though also {OTHER[first].lower()}" if disagree(result, at) else first


def disagree(result: SpcResult, at: int) -> bool:
    """Whether one rule at a point says better and another worse."""
    sign = result.spec.direction.sign
    return {rule_side(result, at, key) * sign for key in fired(result, at)} >= {1, -1}


def meaning_words(result: SpcResult, at: int) -> str:
    """common cause, improvement, concern, high or low."""
    meaning = result.column("meaning")[at]
    if meaning == "common":
        return "common cause"
    if meaning == "neutral":
        return f"special cause, {'high' if result.column('side')[at] > 0 else 'low'}"
    return f"special cause, {meaning_title(result, at).lower()}"
