"""The reference cases as our own observations and specs: every option a case may carry, in general."""

import datetime
import json
from itertools import groupby
from pathlib import Path

import numpy as np
import pandas as pd

from charts.spc import analyse_many
from charts.spec import ChartSpec, Ghost, Rebase, TargetFrom

FOLDER = Path(__file__).parent.parent / "data" / "spc"
CASES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
FIRST = datetime.date(2000, 1, 1)


def names_of(engine, fails=False):
    """The ids of one engine's cases; those that expect an error apart."""
    return [name for name, case in CASES.items() if name.startswith(engine) and bool(case["expect"]["error"]) == fails]


def floats(values):
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def of_facet(option, facet):
    return option.get(facet) if isinstance(option, dict) else option


def grouped(columns, keys):
    """Facet -> positions of its rows, for columns of equal length."""
    facets = list(zip(*(columns[key] for key in keys if key in columns), strict=True)) or [()] * len(
        next(iter(columns.values()))
    )
    order = sorted(range(len(facets)), key=lambda at: (str(facets[at]), at))
    return {facet: list(at) for facet, at in groupby(order, key=lambda at: "|".join(map(str, facets[at])))}


def take(columns, rows):
    return {
        name: [column[at] for at in rows] for name, column in columns.items() if len(column) > max(rows, default=-1)
    }


# NHSRplotthedots


def ptd_spec(case, facet, rows):
    """With only those rebase dates that have a point: the switch of the deviation `rebase`."""
    options, dates = case["options"], set(rows["date"])
    rebases = [date for date in of_facet(options["rebase"], facet) or [] if date in dates]
    target = of_facet(options["target"], facet)
    return ChartSpec(
        chart_type="xmr",
        direction=options["improvement_direction"],
        target=None if target is None else float(target),
        rebases=[Rebase(date=date, reason="as the case says") for date in rebases],
        fix_first=options["fix_after_n_points"],
        screening=options["screen_outliers"],
    )


def ptd_results(case):
    """Facet -> result, all from one pass."""
    frames, specs = [], {}
    for facet, at in grouped(case["input"], ["facet"]).items():
        rows = take(case["input"], at)
        facet = facet or "no facet"
        frames.append(pd.DataFrame({"date": rows["date"], "value": floats(rows["value"]), "series": facet}))
        specs[facet] = ptd_spec(case, facet, rows)
    return analyse_many(pd.concat(frames), specs)


def ptd_expected(case, facet):
    """The expected points of one facet, in order of date."""
    points = case["expect"]["points"]
    keep = [at for at, name in enumerate(points["facet"]) if name == facet]
    return take(points, sorted(keep, key=lambda at: points["date"][at]))


def trajectory_spec(spec, rows):
    """The trajectory of a case as a target that changes from date to date."""
    targets = [TargetFrom(date=date, value=value) for date, value in zip(*rows, strict=True)]
    return ChartSpec.model_validate({**spec.model_dump(), "target": None, "targets": targets})


# qicharts2


def is_date(value):
    try:
        datetime.date.fromisoformat(str(value)[:10])
    except ValueError:
        return False
    return isinstance(value, str)


class QicCase:
    """One case: dates for its x, frames and specs for its facets, and how its numbers compare with ours."""

    def __init__(self, case):
        self.options, self.expect = case["options"], case["expect"]
        self.columns = {name: column for name, column in case["input"].items() if name != "x"}
        self.x = case["input"]["x"]
        self.chart = self.options["chart"]
        self.with_n = "n" in self.columns
        known = [value for value in self.x if value is not None]
        self.named = any(isinstance(value, str) for value in known) and not all(map(is_date, known))
        self.dates = self._dates(known)
        # A value without a denominator is in the units people read already: the reference multiplies afterwards.
        inside = self.with_n and self.chart != "c"
        self.after = 1 if inside else self.options["multiply"]
        self.multiplier = self.options["multiply"] if inside else 1

    def _dates(self, known):
        """Every x as a date: numbers and names become consecutive days in their order."""
        if known and all(map(is_date, known)):
            return {value: datetime.date.fromisoformat(value[:10]) for value in known}
        order = sorted(set(known), key=lambda value: str(value).casefold() if self.named else value)
        return {value: FIRST + datetime.timedelta(days=number) for number, value in enumerate(order)}

    def facets(self):
        """Facet -> frame of its rows."""
        rows = {**self.columns, "x": self.x}
        found = {}
        for facet, at in grouped(rows, ["facet1", "facet2"]).items():
            one = take(rows, [k for k in at if self.x[k] is not None])
            frame = pd.DataFrame({"date": pd.to_datetime([self.dates[value] for value in one["x"]])})
            y = floats(one["y"])
            if self.with_n:
                n = floats(one["n"])
                frame["numerator"], frame["denominator"] = np.where(np.isnan(n), np.nan, y), n
                frame["value"] = np.nan
            else:
                frame["value"] = y
            found[facet] = frame
        return found

    def spec(self, frame, floor):
        """The case's options; a freeze of fewer points than the form allows is put in past its check."""
        options, days = self.options, sorted(set(frame["date"].dt.date))
        parts = sorted({part for part in listed(options["part"]) if 0 < part < len(days)})
        ghosts = [at for at in listed(options["exclude"]) if 1 <= at <= len(days)]
        spec = ChartSpec(
            chart_type=self.chart,
            rebases=[Rebase(date=days[part], reason="as the case says") for part in parts],
            ghosts=[Ghost(date=days[at - 1], reason="as the case says") for at in ghosts],
            screening=options["screened_mr"],
            multiplier=self.multiplier,
            centre=self._centre(),
            lower_at_zero=floor,
            summary=options["agg_fun"],
            in_order=not self.named,
        )
        freeze = None if options["part"] else options["freeze"]
        return spec.model_copy(update={"fix_first": freeze})

    def _centre(self):
        given = listed(self.options["cl"])
        if not given:
            return None
        return given[0] ** 3.6 if self.chart == "t" else given[0] * self.multiplier

    def results(self):
        """Facet -> result, all from one pass."""
        frames = self.facets()
        specs = {facet: self.spec(frame, False) for facet, frame in frames.items()}
        together = pd.concat([frame.assign(series=facet) for facet, frame in frames.items()])
        found = analyse_many(together, specs)
        lowest = min((np.nanmin(result.points["value"]) for result in found.values()), default=0.0)
        if self.options["y_neg"] or lowest < 0:
            return found
        return analyse_many(together, {facet: self.spec(frame, True) for facet, frame in frames.items()})

    def expected(self):
        """Facet -> its expected points in the order of our dates, and its runs by part."""
        points, runs = self.expect["points"], self.expect["runs"]
        wanted = [key for key in ("facet1", "facet2") if key in self.columns]
        found = {}
        for facet, at in grouped(points, wanted).items():
            at = sorted(at, key=lambda k: self.dates[points["x"][k]])
            its = [run for run in runs if "|".join(str(run[key]) for key in wanted) == facet]
            found[facet] = take(points, at), sorted(its, key=lambda run: run["part"])
        return found


def listed(option):
    """An option that may be none, one or several."""
    return [] if option is None else option if isinstance(option, list) else [option]
