"""From observations to a chart and its sentences: statistical process control that the NHS's own tools agree with."""

from charts.figure import spc_figure
from charts.funnels import FunnelError, funnel, funnel_figure, funnel_svg, funnel_table
from charts.matrix import Matrix, tally
from charts.matrix_picture import matrix_svg
from charts.matrix_table import matrix_html
from charts.spc import analyse, analyse_flat, analyse_many
from charts.spec import ChartSpec
from charts.suggestion import suggest
from charts.svg import spc_svg

__all__ = [
    "ChartSpec",
    "FunnelError",
    "Matrix",
    "analyse",
    "analyse_flat",
    "analyse_many",
    "funnel",
    "funnel_figure",
    "funnel_svg",
    "funnel_table",
    "matrix_html",
    "matrix_svg",
    "spc_figure",
    "spc_svg",
    "suggest",
    "tally",
]
