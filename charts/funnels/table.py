"""The numbers behind a funnel, written for people: a row a unit, by unit, so that nobody is ranked."""

import pandas as pd

from charts.counting import capital
from charts.funnels.result import FunnelResult
from charts.funnels.words import place_words
from charts.numbers import number

TITLES = {
    "lower_998": "Lower 99.8% limit",
    "lower_95": "Lower 95% limit",
    "upper_95": "Upper 95% limit",
    "upper_998": "Upper 99.8% limit",
}


def funnel_table(result: FunnelResult, noun: str = "trust", across: str = "Denominator") -> pd.DataFrame:
    """Strings: unit, numerator, denominator, value, limits, finding; units that are left out come last."""
    points, spec, title = result.points, result.spec, capital(noun)
    table = pd.DataFrame({title: points["name"]}, dtype=str)
    table["Numerator"] = [f"{value:,.10g}" for value in points["numerator"]]
    table[across] = [f"{value:,.10g}" for value in points["denominator"]]
    table["Value"] = [number(value, spec) for value in points["value"]]
    for column, name in TITLES.items():
        table[name] = [number(value, spec) for value in points[column]]
    table["Finding"] = [capital(place_words(result, at)) for at in range(result.n)]
    out = [{title: unit.name, "Finding": f"Left out: {unit.reason}"} for unit in result.left_out]
    return pd.concat([table, pd.DataFrame(out)], ignore_index=True).fillna("") if out else table
