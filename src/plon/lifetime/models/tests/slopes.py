"""Gradients and Hessians against central differences."""

from collections.abc import Callable

import numpy as np

from plon.lifetime.purchases import Floats

Derivatives = tuple[float, Floats, Floats]


def check_slopes(objective: Callable[[Floats], Derivatives], theta: Floats, rel: float) -> None:
    """Fail unless gradient and Hessian are those of the value, and of the gradient."""
    _, gradient, hessian = objective(theta)
    for i in range(len(theta)):
        step = np.zeros(len(theta))
        step[i] = 1e-5 * theta[i]
        above, below = objective(theta + step), objective(theta - step)
        by_value = (above[0] - below[0]) / (2 * step[i])
        by_gradient = (above[1] - below[1]) / (2 * step[i])
        np.testing.assert_allclose(gradient[i], by_value, rtol=rel, atol=rel)
        scale = np.abs(hessian).max()
        np.testing.assert_allclose(hessian[i], by_gradient, rtol=rel, atol=rel * scale)
    np.testing.assert_array_equal(hessian, hessian.T)
