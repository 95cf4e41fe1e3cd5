"""The README's table of deviations is the one that the tests of the statistics keep."""

import re

from plan_store.settings import ROOT
from tests.charts.deviations import table


def test_the_readme_lists_every_deviation() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search("<!-- deviations -->\n(.*?)\n<!-- /deviations -->", readme, re.DOTALL)
    assert found
    assert found[1].strip() == table().strip(), "print it anew: python -m tests.charts.deviations"
