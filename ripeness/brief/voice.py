"""How a brief speaks: numbers, names of deals, counts; and what it says that it cannot do yet."""

from __future__ import annotations

from collections.abc import Mapping

from ripeness.case.model import CaseFile
from ripeness.outlook.words import listed, written

__all__ = ["NOT_YET", "count", "deal_title", "interval", "listed", "plain", "signed"]

NOT_YET = (
    "Statements and moves are read by rules, or by the language model that you chose, and some are read wrongly: look "
    "at the words before you rely on one. What nobody has decided on stands as it was read.",
    "Positions read from the reports follow from the moves: from what a party proposed, demanded, offered, accepted "
    "and refused. The computation uses those that the case states, and no others.",
    "Only some kinds of contradiction are looked for. That none is listed does not mean that there is none.",
    "Every number is taken at its value or the likely value of its range, and a lever moves one number at a time. What "
    "the ranges together make of the answer is only in the section on a study, where one was made ('ripeness study').",
    "The talks are a game in which all know what each believes and wants. Nobody learns, nobody is split within, and "
    "threats and gifts outside a deal count only as far as the case says.",
)


def signed(value: float) -> str:
    """A gain in swings with its sign."""
    text = written(value)
    return text if text == "0" or text.startswith("−") else f"+{text}"


def plain(value: float) -> str:
    """A number of a case as a person would write it."""
    return f"{value:g}".replace("-", "−")


def count(number: int, one: str, many: str | None = None) -> str:
    """'1 report', '3 reports'."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def interval(low: int, high: int) -> str:
    """'7' or 'between 7 and 8'."""
    return str(low) if low == high else f"between {low} and {high}"


def deal_title(case: CaseFile, deal: Mapping[str, str]) -> str:
    """A deal in the words of the case: the labels of its options, issue by issue."""
    return "; ".join(f"{issue.name}: {issue.options[deal[key]]}" for key, issue in case.issues.items() if key in deal)
