"""The data table, as people read it."""

from charts.table import data_table


def test_a_row_of_every_kind(thermal):
    table = data_table(thermal)
    assert table.columns.tolist() == [
        *("Month", "Value", "Numerator", "Denominator", "Mean", "Lower limit", "Upper limit", "Finding"),
    ]
    assert table.iloc[0].tolist() == ["January 2023", "51%", "41", "80", "61%", "44%", "77%", "Common cause"]
    assert table["Finding"][11] == "Concern: outside the limits"
    assert table.iloc[19].tolist()[:4] == ["August 2024", "Suppressed", "", ""]


def test_a_run_chart_has_a_median_and_no_limits(milk):
    table = data_table(milk)
    assert table.columns.tolist() == ["Month", "Value", "Numerator", "Denominator", "Median"]
    assert set(table["Median"]) == {"56%"}
