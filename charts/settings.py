"""What the specs ask, as arrays: each distinct spec is read once, however many series share it."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from charts.segments import Bools, Floats, Ints, Signs
from charts.spec import AUTO, ChartSpec

WHOLE = np.iinfo(np.int64).max
NUMBERS = ("multiplier", "fix_first", "screening", "run_length", "target", "centre", "lower_at_zero", "in_order")
READ = itemgetter(*NUMBERS, "chart_type")
NONE: tuple[tuple[()], ...] = ((),) * (len(NUMBERS) + 1)


@dataclass(frozen=True)
class Settings:
    """One entry a series; NaN for no target and no given centre."""

    multiplier: Floats
    fix_first: Ints  # WHOLE where the whole segment counts
    screening: Bools
    run_length: Ints
    target: Floats
    centre: Floats
    lower_at_zero: Bools
    in_order: Bools
    chart_types: npt.NDArray[np.object_]
    auto: bool  # whether any chart type is
    sign: Signs  # 1 where higher is better, -1 lower, 0 neither
    dated: tuple[int, ...]  # series whose specs say something of dates: rebases, ghosts, targets


def settings(specs: Sequence[ChartSpec]) -> Settings:
    """The specs of all series, in order."""
    ids = list(map(id, specs))
    held = dict(zip(ids, specs, strict=True))
    distinct, which = list(held.values()), dict(zip(held, range(len(held)), strict=True))
    index: Ints | slice = slice(None)
    if len(distinct) < len(ids):
        index = np.fromiter(map(which.__getitem__, ids), dtype=np.intp, count=len(ids))
    columns = zip(*(READ(spec.__dict__) for spec in distinct), strict=True) if distinct else NONE
    multiplier, fix_first, screening, run_length, target, centre, lower_at_zero, in_order, types = columns
    dated = [bool(spec.rebases or spec.ghosts or spec.targets) for spec in distinct]
    return Settings(
        multiplier=np.array(multiplier, dtype=np.float64)[index],
        fix_first=np.array([n or WHOLE for n in fix_first], dtype=np.int64)[index],
        screening=np.array(screening)[index],
        run_length=np.array(run_length, dtype=np.int64)[index],
        target=np.array(target, dtype=np.float64)[index],  # None becomes NaN
        centre=np.array(centre, dtype=np.float64)[index],
        lower_at_zero=np.array(lower_at_zero)[index],
        in_order=np.array(in_order)[index],
        chart_types=np.array(types, dtype=object)[index],
        auto=AUTO in types,
        sign=np.array([spec.direction.sign for spec in distinct], dtype=np.int8)[index],
        dated=tuple(np.array(dated)[index].nonzero()[0].tolist()) if any(dated) else (),
    )
