"""Print the published models' numbers beside those of the closed forms and of the general solver."""

from __future__ import annotations

from ripeness.bargaining.classics.catalogue import table

if __name__ == "__main__":
    print(table())
