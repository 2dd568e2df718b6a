"""How far a call is: a bar in a notebook, a line on a terminal, or the caller's own function."""

from __future__ import annotations

import sys
import time
from typing import Any, Callable, Optional, Union

Progress = Union[None, bool, Callable[[int, Optional[int]], None]]

#: Seconds between two looks of the bar.
PAUSE = 0.2


class Bar:
    """Shows how many reports are done of how many, as far as that is known."""

    def __init__(self, wanted: Progress, total: Optional[int]):
        self.total, self.done, self.last = total, 0, 0.0
        self.start = time.monotonic()
        self.own = wanted if callable(wanted) else None
        self.handle: Any = None
        self.line = False
        if wanted is False or self.own:
            return
        if in_notebook():
            self.handle = "to be made"
        elif wanted:
            self.line = True

    def step(self, done: int) -> None:
        """`done` more reports are done."""
        self.done += done
        now = time.monotonic()
        if self.own:
            self.own(self.done, self.total)
        elif now - self.last >= PAUSE and (self.handle or self.line) and now - self.start > 1:
            self.last = now
            self.show()

    def words(self) -> str:
        """`120 of 1,000 reports, 80 a second`."""
        of = f" of {self.total:,}" if self.total else ""
        rate = self.done / max(time.monotonic() - self.start, 1e-9)
        return f"{self.done:,}{of} reports, {rate:,.0f} a second"

    def show(self) -> None:
        """Draws the bar again."""
        if self.line:
            sys.stderr.write(f"\r\x1b[K{self.words()}")
            sys.stderr.flush()
            return
        from IPython.display import HTML, display

        share = f" max='{self.total}' value='{min(self.done, self.total)}'" if self.total else ""
        html = HTML(f"<progress{share} style='width:20em'></progress> {self.words()}")
        if self.handle == "to be made":
            self.handle = display(html, display_id=True)
        else:
            self.handle.update(html)

    def end(self) -> None:
        """Leaves the last count where a bar was shown."""
        if self.last:
            if self.total is not None:
                self.total = self.done
            self.show()
            if self.line:
                sys.stderr.write("\n")


def in_notebook() -> bool:
    """Whether a kernel of Jupyter runs us."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return type(shell).__name__ == "ZMQInteractiveShell"
