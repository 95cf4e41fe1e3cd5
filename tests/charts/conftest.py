"""Series and specs that the chart tests share; all synthetic."""

import datetime

import numpy as np
import pandas as pd
import pytest

from charts.spc import analyse
from charts.spec import Annotation, ChartSpec, Rebase
from tests.charts.kinds_of_chart import MEASURE, every_kind

GAP = None
THERMAL = [
    *(51, 65, 61, 64.5, 64.7, 62, 63.2, 57.6, 67, 62.6, 57.6, 41.2, 55, 50.6, 59.3, 58.2, 62.6, 59.8, 74.4, GAP),
    *(72.4, 63.9, 63.6, 58.3, 71.7, 73, 81.7, 79.5, 77.4, 80.8, 70.5, 72.2, 80.5, 89.7, 91.5, 81, 76, 80, 71.25),
]
SMOKING = [
    *(13.6, 12.6, 14.1, 13.3, 12.1, 13.8, 13.1, 14.6, 12.8, 12.0, 13.6, GAP, 13.0, 14.2, 12.9, 11.6, 12.9, 13.5),
    *(12.9, 12.9, 12.2, 12.4, 11.6, 12.1, 11.5, 11.8, 11.1, 11.4, 10.5, 10.8, 9.6),
]
MILK = [55.9, 55.6, 70.9, 66.7, 25.8, 50, 58.9, 57.2, 38.4]
STEADY = [90, 91, 89.5, 90.4, 91.3, 89.8, 90.1, 91.2, 90.2, 89.4, 90.9, 90.3, 91.1, 89.9, 90.6, 90.5]


def monthly(values, start="2024-04-01", denominator=None, suppressed=()):
    """A frame of monthly observations; None is a gap."""
    value = np.array([np.nan if v is None else v for v in values], dtype=float)
    frame = pd.DataFrame({"date": pd.date_range(start, periods=len(value), freq="MS"), "value": value})
    frame["denominator"] = np.where(np.isnan(value), np.nan, denominator or np.nan)
    frame["numerator"] = np.round(value / 100 * frame["denominator"])
    frame["status"] = np.where(np.isnan(value), "missing", "final")
    frame.loc[list(suppressed), "status"] = "suppressed"
    return frame


@pytest.fixture(scope="session")
def observed():
    return monthly


@pytest.fixture(scope="session")
def thermal():
    """Rebased with a gap, a target inside the limits and three annotations."""
    spec = ChartSpec(
        direction="increase",
        target=90,
        rebases=[Rebase(date=datetime.date(2025, 1, 1), reason="New thermal care pathway")],
        annotations=[
            Annotation(date=datetime.date(2023, 10, 1), text="PDSA cycle 1: wrap before drying"),
            Annotation(date=datetime.date(2024, 9, 1), text="PDSA cycle 2: heated mattress"),
            Annotation(date=datetime.date(2025, 6, 1), text="PDSA cycle 3: theatre at 25 °C"),
        ],
    )
    return analyse(monthly(THERMAL, "2023-01-01", 80, [19]), spec)


@pytest.fixture(scope="session")
def smoking():
    """Fixed limits and a shift, lower is better, the target out of reach."""
    spec = ChartSpec(
        direction="decrease",
        target=8,
        decimals=1,
        fix_first=18,
        annotations=[Annotation(date=datetime.date(2025, 10, 1), text="CO monitor in every room")],
    )
    return analyse(monthly(SMOKING, "2024-04-01", 500, [11]), spec)


@pytest.fixture(scope="session")
def milk():
    """Nine points: a run chart."""
    return analyse(monthly(MILK, "2025-07-01", 39), ChartSpec(direction="increase", target=70))


@pytest.fixture(scope="session")
def steady():
    """Common cause, the target above the limits."""
    return analyse(monthly(STEADY), ChartSpec(direction="increase", target=95, decimals=1))


@pytest.fixture(scope="session")
def kinds():
    """Every chart type's result by its key."""
    return every_kind()


@pytest.fixture(scope="session")
def pictured(every, kinds):
    """All that is drawn in tests, with its measure's name."""
    return [*every, *((result, MEASURE) for result in kinds.values())]


@pytest.fixture(scope="session")
def every(thermal, smoking, milk, steady):
    """All of them with their measure's name."""
    return [
        (thermal, "Babies admitted with a normal temperature"),
        (smoking, "Smoking at time of delivery"),
        (milk, "First breast milk within 2 hours"),
        (steady, "CO test at booking"),
    ]
