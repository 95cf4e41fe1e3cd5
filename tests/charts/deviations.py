"""Where we differ from a reference on purpose: what each does, why, and the switch that restores the reference.

`python -m tests.charts.deviations` prints the table for the README.
"""

import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Deviation:
    """One difference. `reference` names the package and what it does; `switch` is what gives its answer back."""

    where: str
    reference: str
    ours: str
    why: str
    switch: str


DEVIATIONS = {
    "constant": Deviation(
        "A constant series",
        "NHSRplotthedots, screening on: no limits, and any target is hit or miss. "
        "qicharts2, screening on: no limits on I, I′, t, p′ and u′ charts.",
        "Limits equal to the mean, common cause; a target is compared with the value itself.",
        "A value that never moves is the most predictable there is; without limits a real change would go unseen.",
        "`screening=False` gives NHSRplotthedots' limits; its verdict has no switch.",
    ),
    "trial": Deviation(
        "Fewer than 13 points",
        "NHSRplotthedots: both icons from the second point on.",
        "Limits on trial, no icons, and the chart says why.",
        "Making Data Count asks for more points before an icon is trusted.",
        "None: `points` has every flag that the icons are read from.",
    ),
    "last": Deviation(
        "The latest month has no value yet",
        "NHSRplotthedots: the variation icon says common cause.",
        "The variation icon follows the last month that has a value.",
        "A gap says nothing about the process.",
        "Leave the rows without a value in and read `points` at its last row: the meaning there is empty.",
    ),
    "target": Deviation(
        "A series without a target among others with one",
        "NHSRplotthedots: hit or miss.",
        "No assurance icon.",
        "There is nothing to hit or to miss.",
        "None.",
    ),
    "rebase": Deviation(
        "A rebase date between two points",
        "NHSRplotthedots: ignored in silence.",
        "Limits start again at the first point on or after it.",
        "The process did change that day; the date a ward remembers is rarely the first of a month.",
        "Give only dates that have a point.",
    ),
    "tie": Deviation(
        "A tie that joins two trends of the same direction",
        "NHSRplotthedots: the last point of the first rising trend is labelled decreasing.",
        "It keeps the direction of its own trend.",
        "Its trend rises, whatever follows it.",
        "None: `slope` in `points` says which way a trending point goes.",
    ),
    "ghost": Deviation(
        "A ghosted (excluded) point outside the limits",
        "qicharts2: still flagged as a signal.",
        "Shown, never a signal, and no rule or run counts it.",
        "Somebody gave a reason why it does not speak for the process.",
        "Take the ghost away, or compare `value` with `lpl` and `upl` in `points`.",
    ),
    "empty": Deviation(
        "A date none of whose values is there, on an X̅ or S chart",
        "qicharts2: a subgroup of size 0, which makes all sizes unequal and takes 1 from the degrees of freedom.",
        "A gap, which changes nothing.",
        "Nothing was measured that day.",
        "Fill in one value of that date.",
    ),
    "t": Deviation(
        "A given centre line on a t chart",
        "qicharts2: read on the scale of the transformed times.",
        "Read in the units people see, and drawn where they put it.",
        "Nobody knows their days between events to the power of 1 / 3.6.",
        "Give the centre to the power of 3.6.",
    ),
    "refuse": Deviation(
        "Numbers a chart cannot be drawn from, such as a time of 0 on a t chart",
        "qicharts2 stops with an error; so does NHSRplotthedots for two rows of one date.",
        "The values without lines, and `problem` says why in a sentence; rows of one date become one point.",
        "One bad series must not stop the charts of all the others.",
        "Check `problem`.",
    ),
}


def table() -> str:
    """The table in Markdown, for the README."""
    rows = ["| Where | The reference | Here | Why | Back to the reference |", "|---|---|---|---|---|"]
    rows += [
        f"| {one.where} | {one.reference} | {one.ours} | {one.why} | {one.switch} |" for one in DEVIATIONS.values()
    ]
    return "\n".join(rows)


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
