"""SECTIONS: the only place that names the plan's tabs, boxes, tables and chart slots."""

from dataclasses import dataclass

from plan_store.base import NotFound
from plan_store.plan_rows import CommunicationAction, Measure, PlanRow, TeamMember


@dataclass(frozen=True)
class Box:
    """A rich-text box: its heading, and the guidance beside it; `baseline` marks the one that baseline data go to."""

    key: str
    title: str
    short: str
    question: str
    hints_title: str
    hints: tuple[str, ...]
    example: str
    baseline: bool = False


@dataclass(frozen=True)
class Table:
    """A table of the plan, from its row class; `title` heads it, `empty` says what will be here and why."""

    key: str
    row: type[PlanRow]
    title: str
    plural: str
    empty: str


@dataclass(frozen=True)
class Section:
    """A tab. Its key is the page's address; charts says whether its measures have charts."""

    key: str
    title: str
    short: str
    parts: tuple[Box | Table, ...]
    charts: bool = False


BOXES = (
    Box(
        "aims",
        "Project aims",
        "Project aims",
        "What will improve, for whom, from what to what, and by when?",
        "A good aim is SMART",
        (
            "Specific: what, and for whom",
            "Measurable: from, to",
            "Achievable with the people you have",
            "Relevant to women, babies and families",
            "Time-bound: a date",
        ),
        "Raise babies born before 34 weeks who are admitted at 36.5 to 37.5 °C from 72% to 90% by 31 March 2027.",
    ),
    Box(
        "baseline",
        "What did your baseline data tell you about this topic area",
        "Baseline data",
        "What was happening before you changed anything: how much, how steady, and what surprised you?",
        "Worth saying",
        (
            "the mean, and how far it moved",
            "any shift or trend, and when",
            "months that are missing",
            "who is not counted",
            "whether some groups fare worse",
        ),
        "About 1 in 5 babies were cold on admission. It did not change in two winters, so the way we work needs to change.",
        baseline=True,
    ),
    Box(
        "approach",
        "Improvement approach",
        "Improvement approach",
        "How will you find, test and measure changes?",
        "You might use",
        (
            "process mapping: walk through it together",
            "PDSA: plan, do, study, act; predict first",
            "demand and capacity: when is it busiest?",
            "your driver diagram and its change ideas",
            "start small: one shift, one team",
        ),
        "We will map the first hour with midwives, doctors and a parent, then test one change a fortnight in PDSA cycles, starting on one shift. We predict that laying out the thermal bag at handover will halve the cold babies on that shift.",
    ),
    Box(
        "additional_aims",
        "Additional to your aim statement, what do you want the project to achieve",
        "Additional aims",
        "What else should be better when this is done, beyond the number in your aim?",
        "Think of",
        (
            "what women and families would notice",
            "what gets easier for staff",
            "gaps between groups that should close",
            "skills the team will have gained",
        ),
        "Parents tell us that they knew what would happen in the first hour, and every new starter can set up the resuscitaire without help.",
    ),
    Box(
        "in_scope",
        "What is in the scope of the project",
        "In scope",
        "Which people, places and steps of care does this project cover?",
        "Say which",
        (
            "women and babies: gestation, condition",
            "places: wards, clinics, community teams",
            "steps: where it starts and ends",
            "staff who will work differently",
        ),
        "All babies born before 34 weeks on our labour ward or in our theatres, from the decision to deliver until the first temperature on the neonatal unit.",
    ),
    Box(
        "out_of_scope",
        "What is out of the scope of the project",
        "Out of scope",
        "What will you leave alone this time, and why?",
        "Helps to name",
        (
            "groups you will not include yet",
            "sites or teams that come later",
            "problems another project looks after",
            "the reason, in a few words",
        ),
        "Babies transferred in after birth, because other teams give their first hour of care. We will share what we learn with the network.",
    ),
    Box(
        "risks",
        "Risks and contingencies",
        "Risks and contingencies",
        "What could stop you or cause harm, how will you prevent it, and what will you do if it happens?",
        "For each risk",
        (
            "how likely, and how serious",
            "mitigation: what makes it less likely",
            "contingency: what you do if it happens",
            "capacity: staff, time, equipment at busy times",
            "who watches it",
        ),
        "Staff cannot be released for training in winter. Mitigation: ten-minute sessions at handover. Contingency: the practice educator trains on shift, and we move the start date by a month.",
    ),
    Box(
        "support",
        "Support and resource required",
        "Support and resource",
        "What do you need, from whom, and who has agreed to it?",
        "Before you start",
        (
            "time: hours a week, and whose",
            "skills: data, coaching, service user voice",
            "equipment and money",
            "executive sponsor",
            "sign-off by your line manager, with date",
        ),
        "Four hours a week for the lead midwife and two for the data analyst until March 2027, and six CO monitors. Signed off by the line manager (Head of Midwifery) on 14 May 2026.",
    ),
    Box(
        "sustainability",
        "Sustainability and spread",
        "Sustainability and spread",
        "How will the gain last when the project ends, and who else could use it?",
        "Plan for",
        (
            "who owns it afterwards",
            "induction, guideline and job plans",
            "which measure you keep, how often",
            "benefits realisation: what, when, who checks",
            "who could adopt it next",
        ),
        "The labour ward lead owns the measure and reviews the chart each month. We will check benefits realisation (fewer cold babies, fewer days of intensive care) at 6 and 12 months, and share the set-up card with the network.",
    ),
)

SECTIONS = (
    Section("general", "General", "General", BOXES),
    Section(
        "measurement_plan",
        "Measurement Plan",
        "Measurement",
        (
            Table(
                "measures",
                Measure,
                "How we will know a change is an improvement",
                "measures",
                "Your measures will be listed here. They show whether a change is an improvement.",
            ),
        ),
        charts=True,
    ),
    Section(
        "communications_plan",
        "Communications Plan",
        "Communications",
        (
            Table(
                "actions",
                CommunicationAction,
                "Who needs to know, and how they will hear",
                "actions",
                "Your messages will be listed here, so that everyone who is affected hears in time.",
            ),
        ),
    ),
    Section(
        "team",
        "Team",
        "Team",
        (
            Table(
                "people",
                TeamMember,
                "Who is working on this",
                "people",
                "The people in your team will be listed here. A name is enough to begin with.",
            ),
        ),
    ),
)


KINDS: dict[str, type[PlanRow]] = {
    part.row.__name__: part.row for section in SECTIONS for part in section.parts if isinstance(part, Table)
}


def box_named(key: str) -> Box:
    """Raises NotFound for a box that the plan does not have."""
    for box in BOXES:
        if box.key == key:
            return box
    raise NotFound(key)


def table_of(row: type[PlanRow]) -> Table:
    return next(part for section in SECTIONS for part in section.parts if isinstance(part, Table) and part.row is row)
