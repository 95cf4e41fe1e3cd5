"""Units compared at one time: limits that narrow as units grow, so that small ones are not singled out by chance."""

from charts.funnels.analysis import funnel
from charts.funnels.pictures import funnel_figure, funnel_svg
from charts.funnels.result import FunnelResult
from charts.funnels.table import funnel_table
from charts.funnels.units import FunnelError

__all__ = ["FunnelError", "FunnelResult", "funnel", "funnel_figure", "funnel_svg", "funnel_table"]
