"""What a language model would be sent, and what came of it, on stderr: stdout is for data."""

from __future__ import annotations

import sys
from collections import Counter

from ripeness.claims.model_reader import INSTRUCTIONS, Address, Checked, Outcome, Plan, message, pieces
from ripeness.claims.model_reader.asking import MOST_ANSWER
from ripeness.claims.model_reader.question import shape
from ripeness.reports import Report
from ripeness.terminal.console import printable

# How many reports are listed before 'and ... more'.
LISTED = 40


def print_plan(planned: Plan, address: Address, budget: int | None) -> None:
    """Where what would go, how much, and the instruction that goes with it."""
    left = planned.left
    _say(f"Model {planned.reader} at {address.url}, {address.where}.")
    if planned.known:
        _say(f"{planned.known} of the case's reports it has read before.")
    if not left:
        _say("Nothing is left to send.")
        return
    total = sum(each.tokens for each in left)
    _say(f"To be sent, with this instruction before each message:\n\n{_indented(INSTRUCTIONS)}\n")
    for each in left[:LISTED]:
        parts = f", in {len(each.pieces)} pieces" if len(each.pieces) > 1 else ""
        _say(f"  {each.report.id}: {each.characters:,} characters{parts}, about {each.tokens:,} tokens")
    if len(left) > LISTED:
        _say(f"  and {len(left) - LISTED} more reports")
    messages = sum(len(each.pieces) for each in left)
    characters = sum(each.characters for each in left)
    _say(
        f"{_many(len(left), 'report')}, {characters:,} characters, {_many(messages, 'message')}: "
        f"about {total:,} tokens out with the instruction, and at most {messages * MOST_ANSWER:,} back."
    )
    if planned.later:
        _say(f"{planned.later} more reports are left for a later run.")
    if budget is not None:
        _say(f"It stops before questions and answers take more than {budget:,} tokens.")
    _say("Every word of one report's messages: --show REPORT.")


def print_message(report: Report) -> None:
    """Every word that would be sent about a report, on stdout. The mark is drawn anew for each sending."""
    parts = ["=== instruction ===", INSTRUCTIONS]
    for piece in pieces(report):
        parts += [f"=== message {piece.number + 1} ===", message(report, piece)]
    print(printable("\n".join([*parts, "=== shape of the answer ===", shape()])))


def print_outcome(outcome: Outcome, silent: bool = False) -> None:
    """What stands and what was thrown away: one line a report on stdout (unless ``silent``), the sums on stderr."""
    reasons: Counter[str] = Counter()
    for id, checked in outcome.read.items():
        reasons += checked.reasons()
        if not silent:
            print(f"{id}: {_counted(checked)}")
    for id, why in outcome.failures.items():
        _say(f"not read: {id}: {why}")
    usage = outcome.usage
    _say(f"{_many(usage.requests, 'answer')}; {usage.sent:,} tokens sent, {usage.answered:,} answered.")
    for reason, count in reasons.most_common():
        _say(f"  thrown away {_many(count, 'time')}: {reason}")
    if outcome.stopped:
        _say(f"Stopped: {outcome.stopped}. The same command goes on with what is left.")


def _counted(checked: Checked) -> str:
    thrown = f", {len(checked.rejected)} thrown away" if checked.rejected else ""
    return f"{_many(len(checked.statements), 'statement')}, {_many(len(checked.moves), 'move')}{thrown}"


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.strip().splitlines())


def _say(text: str) -> None:
    print(printable(text), file=sys.stderr)
