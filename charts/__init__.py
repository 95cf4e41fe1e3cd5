"""From observations to a chart and its sentences: statistical process control that the NHS's own tools agree with."""

from charts.figure import spc_figure
from charts.spc import analyse, analyse_flat, analyse_many
from charts.spec import ChartSpec
from charts.suggestion import suggest
from charts.svg import spc_svg

__all__ = ["ChartSpec", "analyse", "analyse_flat", "analyse_many", "spc_figure", "spc_svg", "suggest"]
