"""`make bench`: medians and ratios from one run; nothing is asserted. All contestants take turns within every round."""

import gc
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from charts import ChartSpec, analyse, analyse_many, spc_figure, spc_svg
from charts.frames import Observed
from charts.spc import analyse_flat
from tests.benchmarks.charts.floor import floor
from tests.benchmarks.charts.others import control_charts, pandas_loop, qikit

SPEC = ChartSpec(direction="increase", target=60)
CASES = ((1, 24), (1, 1_000), (1, 100_000), (1_000, 36), (10_000, 36))
ARRAYS, FRAME = "the floor, from arrays", "the floor, from a DataFrame"  # plain numpy, the second with pd.factorize
Contestants = dict[str, Callable[[], Any]]


@dataclass(frozen=True)
class Data:
    """Series of made-up values to one decimal, as a frame and as arrays."""

    frame: pd.DataFrame
    rows: Observed
    specs: dict[str, ChartSpec]
    codes: np.ndarray


def made_up(count: int, length: int) -> Data:
    """`count` series of `length` months, or days where that many months would leave the calendar."""
    step = "M" if length < 10_000 else "D"
    date = (np.datetime64("2000-01", step) + np.arange(length)).astype("datetime64[s]")
    value = np.random.default_rng(7).normal(50, 5, count * length).round(1)
    codes = np.repeat(np.arange(count), length)
    names = [f"Trust {number:05d}" for number in range(count)]
    frame = pd.DataFrame({"series": np.repeat(names, length), "date": np.tile(date, count), "value": value})
    rows = Observed(specs=[SPEC] * count, date=np.tile(date, count), value=value, series=codes)
    return Data(frame, rows, dict.fromkeys(names, SPEC), codes)


def contestants(data: Data, count: int, length: int) -> Contestants:
    """Everything measured on these data; the slow ones only where they take seconds, not minutes."""
    first = data.frame[data.frame["series"] == data.frame["series"].iloc[0]]
    run: Contestants = {
        ARRAYS: lambda: floor(data.rows.value, data.codes, count),
        "analyse_flat, from arrays": lambda: analyse_flat(data.rows),
        FRAME: lambda: floor(data.frame["value"].to_numpy(), pd.factorize(data.frame["series"])[0], count),
    }
    if count == 1:
        run["analyse, from a DataFrame"] = lambda: analyse(first, SPEC)
    else:
        run["analyse_many, from a DataFrame"] = lambda: analyse_many(data.frame, data.specs)
    if count == 1 and length <= 1_000:
        run["pandas loop"] = lambda: pandas_loop(data.frame)
        for name, found in (("clinical-qikit", qikit(data.frame)), ("pycontrolcharts", control_charts(data.frame))):
            if found:
                run[name] = found
    return run


def times(run: Contestants, rounds: int) -> dict[str, list[float]]:
    """Seconds of each contestant in each round, all in turn."""
    for call in run.values():
        call()
    gc.collect()
    gc.disable()
    taken: dict[str, list[float]] = {name: [] for name in run}
    for _ in range(rounds):
        for name, call in run.items():
            start = time.perf_counter()
            call()
            taken[name].append(time.perf_counter() - start)
    gc.enable()
    return taken


def show(title: str, taken: dict[str, list[float]]) -> dict[str, float]:
    """Prints medians, and each contestant's median ratio within a round: to the floor from arrays or from a DataFrame.

    Without floors, to the first.
    """
    sys.stdout.write(f"\n{title}\n")
    base = next(iter(taken.values()))
    for name, seconds in taken.items():
        base = seconds if name == FRAME else base
        ratio = statistics.median(one / other for one, other in zip(seconds, base, strict=True))
        sys.stdout.write(f"  {name:<34}{statistics.median(seconds) * 1000:>11.3f} ms{ratio:>10.2f} x\n")
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def figures() -> None:
    """A chart drawn: a result at hand, 36 points."""
    data = made_up(1, 36)
    result = analyse(data.frame, SPEC)
    run: Contestants = {
        "analyse": lambda: analyse(data.frame, SPEC),
        "spc_figure (a Plotly dict)": lambda: spc_figure(result, "A measure"),
        "spc_svg": lambda: spc_svg(result, "A measure"),
    }
    show("One chart of 36 points (ratios to its analysis)", times(run, 30))


def loops(data: Data, count: int) -> None:
    """The slow ways once, on as many series as the batch has."""
    found = {"clinical-qikit": qikit(data.frame), "pycontrolcharts": control_charts(data.frame)}
    run: Contestants = {"analyse_many, from a DataFrame": lambda: analyse_many(data.frame, data.specs)}
    run["pandas loop"] = lambda: pandas_loop(data.frame)
    run |= {name: call for name, call in found.items() if call}
    show(f"{count:,} series of 36 points, a series at a time (ratios to analyse_many)", times(run, 3))


def main() -> None:
    """One run, printed."""
    sys.stdout.write(f"Python {platform.python_version()}, numpy {np.__version__}, pandas {pd.__version__}, ")
    sys.stdout.write(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}. Medians; ratios within each round.\n")
    medians = {}
    for count, length in CASES:
        data = made_up(count, length)
        rounds = 200 if count * length <= 1_000 else 15
        title = f"{count:,} series of {length:,} points" if count > 1 else f"One series of {length:,} points"
        medians[count, length] = show(title, times(contestants(data, count, length), rounds))
    small, large = medians[1_000, 36], medians[10_000, 36]
    sys.stdout.write("\nGrowth from 1,000 to 10,000 series of 36 points\n")
    for name in small:
        sys.stdout.write(f"  {name:<34}{large[name] / small[name]:>11.1f} x\n")
    figures()
    loops(made_up(100, 36), 100)


if __name__ == "__main__":
    main()
