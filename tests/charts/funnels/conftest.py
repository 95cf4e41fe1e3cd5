"""Units that the funnel tests share; all synthetic."""

import pandas as pd
import pytest

from charts.funnels import funnel


def frame(*rows):
    return pd.DataFrame(rows, columns=["unit", "numerator", "denominator"])


@pytest.fixture(scope="session")
def units():
    return frame


@pytest.fixture(scope="session")
def spread():
    """Three units of 100, 10%, 20% and 30%."""
    return frame(("A", 10, 100), ("B", 20, 100), ("C", 30, 100))


@pytest.fixture(scope="session")
def trusts():
    """Sixteen trusts of all sizes, two outside, two left out, one with a name that needs escaping."""
    births = (1090, 1340, 2250, 3210, 3270, 4080, 4290, 4800, 5190, 5650, 6130, 6470, 7580, 7605, 0)
    events = (30, 15, 71, 108, 92, 117, 135, 135, 178, 172, 173, 201, 233, 342, 0)
    codes = [f"R{number:02}" for number in range(len(births))]
    made = frame(*zip(codes, events, births, strict=True), ("R99", None, 500))
    made["name"] = made["unit"].replace({"R13": "<b>Castle & Hill</b>"})
    return made


@pytest.fixture(scope="session")
def every(trusts, spread):
    """Results of all sorts: flags on both sides, adjusted, a rate about a target, flat, one unit."""
    rate = trusts.assign(numerator=[round(n * 0.0036) if n == n else n for n in trusts["denominator"]])
    return [
        funnel(trusts),
        funnel(trusts, adjust=False),
        funnel(rate, "u", 1000, 3.5, unit="per 1,000 births", decimals=1),
        funnel(spread),
        funnel(frame(("A", 0, 10), ("B", 0, 2000))),
        funnel(frame(("A", 5, 5), ("B", 9, 9))),
        funnel(frame(("A", 3, 50))),
        funnel(frame(("A", 1e-9, 2e-9), ("B", 1e9, 3e9))),
        funnel(frame(*((f"U{n}", (n * 37) % 90, 100 + n * 7) for n in range(130)))),
    ]
