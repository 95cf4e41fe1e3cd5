"""A comparison in words: the finding, where a unit lies, how the limits were made, the text alternative."""

from charts.counting import capital, in_words
from charts.funnels.analysis import KINDS
from charts.funnels.result import FunnelResult
from charts.numbers import NO_BREAK, count, held, label_number, listed, number, share, target_number

MOST_NAMED = 6
TAU_DECIMALS = 2
ASK = "Outside the limits is a reason to ask why, not a verdict."


def finding(result: FunnelResult, noun: str = "trust") -> str:
    """'Two of 14 trusts lie outside the 99.8% limits: one above, one below'."""
    flag, side = result.points["flag"], result.points["side"]
    beyond = int((flag == "beyond").sum())
    if not beyond:
        return _none_beyond(result, int((flag == "between").sum()), noun)
    above = int(((flag == "beyond") & (side > 0)).sum())
    start = f"{_of(beyond, result.n, noun)} {'lies' if beyond == 1 else 'lie'}"
    if above in (0, beyond):
        return f"{start} {'above the upper' if above else 'below the lower'} 99.8% limit"
    return f"{start} outside the 99.8% limits: {in_words(above)} above, {in_words(beyond - above)} below"


def _none_beyond(result: FunnelResult, between: int, noun: str) -> str:
    if between:
        lie = "lies" if between == 1 else "lie"
        return (
            f"No {noun} lies outside the 99.8% limits; {in_words(between)} of {in_words(result.n)} {lie} "
            "outside the 95% limits"
        )
    return f"{_of(result.n, result.n, noun)} {'lies' if result.n == 1 else 'lie'} inside the 95% limits"


def _of(n: int, units: int, noun: str) -> str:
    """Two of 14 trusts, All nine trusts, Both trusts, The only trust."""
    if units == 1:
        return f"The only {noun}"
    every = "Both" if n == 2 else f"All {in_words(n)}"
    return f"{every} {noun}s" if n == units else capital(f"{in_words(n)} of {in_words(units)} {noun}s")


def place_words(result: FunnelResult, at: int) -> str:
    """Where a unit lies: 'above the upper 99.8% limit'. Never better or worse."""
    flag, high = result.points["flag"].iloc[at], result.points["side"].iloc[at] > 0
    side = "above the upper" if high else "below the lower"
    if flag == "beyond":
        return f"{side} 99.8% limit"
    return "inside the 95% limits" if flag == "inside" else f"{side} 95% limit, inside the 99.8% limits"


def value_words(result: FunnelResult, at: int) -> str:
    """3.1% (57 of 1,823)."""
    row = result.points.iloc[at]
    return f"{number(row['value'], result.spec)} ({share(row['numerator'], row['denominator'])})"


def limit_words(result: FunnelResult, at: int) -> list[str]:
    """95% limits 1.9% to 4.2%; then the 99.8% limits."""
    row = result.points.iloc[at]
    return [
        f"{name} limits {number(row[f'lower_{key}'], result.spec)} to {number(row[f'upper_{key}'], result.spec)}"
        for key, name in (("95", "95%"), ("998", "99.8%"))
    ]


def own_words(result: FunnelResult, unit: str) -> str:
    """The unit that is looked for: its value and place, or why it is not there."""
    if (at := result.place(unit)) is not None:
        return f"{result.points['name'].iloc[at]}: {value_words(result, at)}, {place_words(result, at)}"
    for out in result.left_out:
        if out.unit == unit:
            return f"{out.name} is left out: {out.reason}"
    return f"{unit} is not in this comparison"


def centre_words(result: FunnelResult, label: bool = False) -> str:
    """Mean 3.2%; as a label without a unit that is too long for the edge of a chart."""
    if result.spec.target is not None:
        return f"Target {target_number(result.spec, label=label)}"
    return f"Mean {(label_number if label else number)(result.centre, result.spec)}"


def dispersion_words(result: FunnelResult, noun: str = "trust") -> str:
    """Whether the limits were widened, and why."""
    spread = result.dispersion
    told = f"Q{NO_BREAK}{spread.q:,.1f}, {'above' if spread.over else 'not above'} {spread.threshold:,}"
    if result.adjusted:
        tau = number(result.tau, result.spec.model_copy(update={"decimals": TAU_DECIMALS}))
        return (
            f"Limits are widened for over-dispersion, because {noun}s differ by more than chance alone explains "
            f"({told}; phi{NO_BREAK}{spread.phi:,.2f}): standard deviation between {noun}s {tau}."
        )
    if spread.over:
        return (
            f"Limits are not widened for over-dispersion, though {noun}s differ by more than chance alone explains "
            f"({told})."
        )
    return f"No adjustment for over-dispersion: {noun}s differ no more than chance alone explains ({told})."


def left_out_words(result: FunnelResult, noun: str = "trust") -> str:
    """'Two trusts left out: RX1, RX2 (denominator of zero).'; empty where none is."""
    if not result.left_out:
        return ""
    n = len(result.left_out)
    reasons = dict.fromkeys(out.reason for out in result.left_out)
    parts = [f"{_named([o.name for o in result.left_out if o.reason == reason])} ({reason})" for reason in reasons]
    return f"{capital(in_words(n))} {noun if n == 1 else noun + 's'} left out: {'; '.join(parts)}."


def _named(names: list[str]) -> str:
    if len(names) <= MOST_NAMED:
        return listed(names)
    return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more"


def subtitle(result: FunnelResult, measure: str, description: str, highlight: str) -> str:
    """What is compared and where the unit that is looked for lies."""
    parts = [measure.strip().rstrip("."), held(description.strip().rstrip("."))]
    parts.append(own_words(result, highlight) if highlight else "")
    return ". ".join(part for part in parts if part)


def footnote(result: FunnelResult, noun: str) -> str:
    """Kind of limits, adjustment, units left out."""
    about = "the target" if result.spec.target is not None else f"the mean of {count(result.n, noun)} together"
    limits = (
        f"Funnel plot of {KINDS[result.kind]}, limits at 1.96 (95%) and 3.09 (99.8%) standard errors about {about}."
    )
    return " ".join(
        part for part in (limits, dispersion_words(result, noun), left_out_words(result, noun), ASK) if part
    )


def text_alternative(result: FunnelResult, measure: str, noun: str = "trust", highlight: str = "") -> str:
    """The funnel for somebody who cannot see it; the table completes it."""
    said = [f"{finding(result, noun)}.", f"Funnel plot of {measure}, {count(result.n, noun)}, {centre_words(result)}."]
    said.append(f"{own_words(result, highlight)}." if highlight else "")
    for flag, name in (("beyond", "Outside the 99.8% limits"), ("between", "Between the 95% and 99.8% limits")):
        for side, word in ((1, "high"), (-1, "low")):
            names = _those(result, flag, side)
            said.append(f"{name}, {word}: {names}." if names else "")
    said += [dispersion_words(result, noun), left_out_words(result, noun)]
    return " ".join(part for part in said if part)


def _those(result: FunnelResult, flag: str, side: int) -> str:
    points = result.points
    rows = points[(points["flag"] == flag) & (points["side"] == side)]
    values = [number(value, result.spec) for value in rows["value"]]
    return _named([f"{name} {value}" for name, value in zip(rows["name"], values, strict=True)]) if values else ""
