"""Over-dispersion: do units differ by more than chance alone explains, and by how much.

Source: D. J. Spiegelhalter (2005), 'Funnel plots for comparing institutional performance', Statistics in Medicine 24,
1185-1202, and 'Handling over-dispersion of performance indicators', Quality and Safety in Health Care 14, 347-351.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
WINSORISED = 0.1  # the share of z-scores pulled in at each end


@dataclass(frozen=True)
class Dispersion:
    """phi: mean squared winsorised z-score. q: units x phi, about `threshold` by chance alone. tau2: between units."""

    phi: float
    q: float
    threshold: int
    tau2: float

    @property
    def over(self) -> bool:
        """More than chance alone explains."""
        return self.q > self.threshold


def winsorised(z: Floats, share: float = WINSORISED) -> Floats:
    """z-scores beyond the share's quantile at either end pulled in to it, so that a few units do not decide.

    z: shape (units,). The quantiles are interpolated between neighbours (numpy's and R's default).
    """
    low, high = np.quantile(z, [share, 1 - share])
    return np.clip(z, low, high)


def dispersion(z: Floats, error: Floats) -> Dispersion:
    """How far units are spread beyond their own chance.

    z: (value - centre) / error, shape (units,). error: each unit's standard error about the centre, in the units of
    the values, none of them zero unless all are. tau2 is in those units squared; it is the method of moments,
    (q - (units - 1)) / (sum w - sum w^2 / sum w) with w = 1 / error^2, and 0 where q is not above units - 1.
    """
    units = z.size
    phi = float(np.mean(winsorised(z) ** 2))
    q, threshold = units * phi, units - 1
    if q <= threshold or units < 2:
        return Dispersion(phi, q, threshold, 0.0)
    scale = error.min()  # weights of about one, so that tiny errors do not overflow
    weight = (scale / error) ** 2
    # sum w - sum w^2 / sum w, without taking large numbers from each other where one unit dwarfs the rest
    before, after = (np.concatenate(([0.0], np.cumsum(part)[:-1])) for part in (weight, weight[::-1]))
    room = (weight * (before + after[::-1])).sum() / weight.sum()
    return Dispersion(phi, q, threshold, float((q - threshold) / room * scale**2))
