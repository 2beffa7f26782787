"""Every bit of a summary as one hash; run as a program it summarises in a process of its own."""

import hashlib
import sys
from pathlib import Path

from plon.lifetime.history.figures import FIGURES
from plon.lifetime.history.summarize import summarize
from plon.lifetime.summary import Summary


def fingerprint(summary: Summary) -> str:
    """Return a hash of customers, figures, returns and the observation end."""
    columns = (getattr(summary, name).astype("<i8").tobytes() for name in FIGURES)
    told = "\n".join(map(str, summary.customer.to_pylist()))
    rest = f"{told}{summary.until}{summary.returned_minor.tolist()}"
    return hashlib.sha256(b"".join(columns) + rest.encode()).hexdigest()


def summarised(file: Path, engine: str) -> Summary:
    """Return the summary that is compared: Warsaw's days, returns netted by order."""
    return summarize(file, date="moment", amount="amount", order="order", engine=engine)


if __name__ == "__main__":
    sys.stdout.write(fingerprint(summarised(Path(sys.argv[1]), sys.argv[2])))
