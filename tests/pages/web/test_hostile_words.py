"""Words that are code elsewhere: on no page do they become a link, a picture or a list; nothing is asked of a host."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from charts.series import read_series
from charts.spec import Annotation, ChartSpec
from plan_store.comments import add_comment
from plan_store.observations import save_chart, save_observations
from plan_store.people import User, actor_for
from plan_store.plan_rows import CommunicationAction, Measure, TeamMember
from plan_store.programmes import DriverChoice, SecondaryChoice, create_programme
from plan_store.rows import add_row
from plan_store.texts import save_text
from tests.portal_server import LEAD, Portal
from tests.visit import Visit

PICTURE = "![x](http://evil.example/a.png)"
LINK = (
    "[link](http://evil.example) www.evil.example <a href='http://evil.example'>b</a> <img src='http://evil.example'>"
)
YEAR, WEEKS = "1986. A great year", "> 18 weeks"
FILE = b"Month,Value\n" + b"\n".join(f"01/{month:02d}/2025,{month % 5 + 1}".encode() for month in range(1, 13))
FOUND = """() => {
  const roots = [document], found = []
  for (const root of roots) for (const e of root.querySelectorAll("*")) {
    if (e.shadowRoot) roots.push(e.shadowRoot)
    const address = e.getAttribute("href") ?? e.getAttribute("src") ?? e.getAttribute("xlink:href") ?? ""
    if (/evil|^javascript/i.test(typeof address === "string" ? address : "")) found.push(e.outerHTML)
  }
  return found
}"""


@pytest.fixture(scope="module")
def hostile(portal: Portal) -> tuple[str, str]:
    """A programme and a measure in which every word is hostile."""
    with portal.store() as session:
        user = session.exec(select(User).where(User.email == LEAD)).one()
        user.name = f"Lead {PICTURE}"
        session.add(user)
        session.flush()
        lead = actor_for(session, user.id)
        assert lead
        choice = DriverChoice(
            title=YEAR,
            primary_driver=f"{WEEKS} {PICTURE}",
            aim=f"{WEEKS} {LINK}",
            secondary=(SecondaryChoice(title=f"{PICTURE} {LINK}"),),
        )
        plan = create_programme(session, lead, lead.organisation, choice).id
        cells = {"numerator": f"Women {PICTURE}", "denominator": LINK, "definition": LINK, "source": PICTURE}
        measure = add_row(session, lead, plan, Measure, {"name": f"{WEEKS} {PICTURE}", "lead": LINK, **cells}).row.id
        add_row(session, lead, plan, Measure, {"name": f"{YEAR} {LINK}", **cells, "unit": "count"})
        add_row(session, lead, plan, CommunicationAction, {"audience": YEAR, "message": LINK, "who": PICTURE})
        add_row(session, lead, plan, TeamMember, {"name": WEEKS, "role": PICTURE, "organisation": LINK})
        save_observations(session, lead, measure, read_series(FILE, f"{PICTURE}.csv"), FILE)
        mark = Annotation.model_validate({"date": "2025-06-01", "text": f"{PICTURE} {LINK}"})
        save_chart(session, lead, measure, ChartSpec(annotations=(mark,)), ChartSpec())
        words = f"<p>1986. A great year</p><p>&gt; 18 weeks {PICTURE}</p>"
        save_text(session, lead, plan, "aims", f'{words}<figure data-chart="{measure}"></figure>', 0)
        add_comment(session, lead, plan, "box", "aims", f"{PICTURE} {LINK}")
    return plan, measure


PAGES = [
    ("/", YEAR),
    ("/general?programme={0}", YEAR),
    ("/measurement_plan?programme={0}", WEEKS),
    ("/communications_plan?programme={0}", YEAR),
    ("/team?programme={0}", WEEKS),
    ("/all?programme={0}", YEAR),
    ("/drivers?programme={0}&step=check", YEAR),
    ("/baseline_data?programme={0}", WEEKS),
    ("/baseline_data?programme={0}&measure={1}", WEEKS),
    ("/baseline_data?programme={0}&measure={1}&step=place", WEEKS),
    ("/data_file?programme={0}", YEAR),
    ("/monthly_data?programme={0}", WEEKS),
    ("/monthly_data?programme={0}&measure={1}&period=2026-10", "This number may still change"),
]


def harmless(opened: Visit) -> Visit:
    assert opened.page.evaluate(FOUND) == []
    return opened.hold_house_rules()


def test_no_page_makes_anything_of_them(portal: Portal, visit: Callable[..., Visit], hostile: tuple[str, str]) -> None:
    opened = visit("/")
    for path, words in PAGES:
        opened.open(path.format(*hostile))
        expect(opened.page.get_by_text(words).first).to_be_attached()
        harmless(opened)


def test_neither_paper_nor_the_administrators_page_does(
    portal: Portal, visit: Callable[..., Visit], hostile: tuple[str, str]
) -> None:
    opened = visit("/administration", email="administrator@northdale.example")
    expect(opened.page.get_by_text(f"Lead {PICTURE}").first).to_be_visible()
    opened.page.get_by_role("button", name=f"Edit Lead {PICTURE}").click()
    expect(opened.page.get_by_role("dialog")).to_contain_text(f"Lead {PICTURE}")
    harmless(opened.settle())
    opened.open("/administration?show=changes")
    opened.page.get_by_label("Who").click()
    expect(opened.page.get_by_role("option", name=f"Lead {PICTURE}")).to_be_visible()
    harmless(opened)
    opened.page.goto(f"{portal.url}/print/{hostile[0]}")
    expect(opened.page.get_by_text(YEAR).first).to_be_visible()
    assert opened.page.evaluate(FOUND) == []


def test_no_dialog_makes_anything_of_them(visit: Callable[..., Visit], hostile: tuple[str, str]) -> None:
    opened = visit(f"/measurement_plan?programme={hostile[0]}")
    opened.page.get_by_role("button", name=f"Edit {WEEKS}").click()
    expect(opened.page.get_by_role("dialog").get_by_label("Numerator")).to_be_visible()
    harmless(opened.settle())
    opened.open(f"/baseline_data?programme={hostile[0]}&measure={hostile[1]}")
    opened.page.get_by_role("button", name="Edit December 2025").click()
    expect(opened.page.get_by_role("dialog")).to_contain_text("History of December 2025")
    harmless(opened.settle())


def test_no_file_makes_anything_of_them(visit: Callable[..., Visit], hostile: tuple[str, str]) -> None:
    """A file's name, its columns and its values, where the page asks which of them to read."""
    rows = [f"01/{month:02d}/2025,{who},{month}" for month in range(1, 13) for who in (YEAR, f"{PICTURE} {LINK}")]
    content = f"Month,Ward {PICTURE},Value {LINK}\n".encode() + "\n".join(rows).encode()
    opened = visit(f"/baseline_data?programme={hostile[0]}&measure={hostile[1]}")
    field = opened.page.locator("input[type=file]").first
    field.set_input_files({"name": f"{PICTURE.replace('/', '')}.csv", "mimeType": "text/csv", "buffer": content})
    expect(opened.page.get_by_text(f"Ward {PICTURE}").first).to_be_visible()
    opened.settle()
    harmless(opened)
