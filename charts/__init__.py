"""From observations to a chart and its sentences: statistical process control that the NHS's own tools agree with."""

from charts.spc import analyse, analyse_many
from charts.spec import ChartSpec

__all__ = ["ChartSpec", "analyse", "analyse_many"]
