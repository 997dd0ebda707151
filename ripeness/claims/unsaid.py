"""Words that a sentence only asks about or denies: nobody is said to have spoken them.

'She was asked whether the army had said "never"', 'He denied that his ministry had threatened "a
winter"', 'Did she call it "dead"?': the nearest verb of speech has a subject, but the sentence does
not say that the subject used the words. Such quotations have no speaker.
"""

from __future__ import annotations

from collections.abc import Sequence

from ripeness.claims.cue_search import Cue
from ripeness.claims.lexicon import word_set
from ripeness.claims.nouns import Clause

_ASKING = word_set("ask asked asks asking inquire inquired inquires wonder wondered wonders question")
_DENYING = word_set("deny denied denies denying disputed disputes refuted refutes")
_NEGATIONS = word_set("not never didn't hasn't hadn't doesn't didn’t hasn’t hadn’t doesn’t")
_QUESTION_STARTS = word_set("did does do had has have would will could can should was is were are")
# Verbs whose denial leaves the quoted words unsaid ('he never called it "dead"'); 'did not elaborate: "..."' does not.
_UTTERING = word_set(
    """
    say said saying call called calling tell told telling describe described describing threaten threatened use
    used promise promised write wrote written mention mentioned utter uttered label labelled labeled
    """
)
ASKED = "the sentence asks whether these words were said; it does not say so"
DENIED = "the sentence denies that these words were said"


def unsaid(clause: Clause, cues: Sequence[Cue], at: int) -> str | None:
    """The rule by which nobody is said to have spoken the quotation at token ``at``, or None.

    A cue behind the quotation does not help: '..., he said' may report the answer or the question.
    """
    before = [c for c in cues if c.last <= at and c.place == "verb"]
    if not before or _cut(clause, before[-1].last, at):
        return None
    cue = before[-1]
    opening = _opening(clause, cue.first)
    if any(clause.lower(k) == "whether" or _asked_if(clause, k) for k in range(opening, cue.first)):
        return ASKED
    if _is_question(clause, opening, at) and clause.lower(opening) in _QUESTION_STARTS:
        return ASKED
    if any(clause.lower(k) in _DENYING for k in range(opening, cue.first)):
        return DENIED
    if clause.lower(cue.first) in _UTTERING:
        near = range(max(opening, cue.first - 3), cue.first)
        if any(clause.lower(k) in _NEGATIONS or clause.lower(k).endswith(("n't", "n’t")) for k in near):
            return DENIED if clause.lower(cue.first - 1) != "only" else None
    return None


def _cut(clause: Clause, first: int, last: int) -> bool:
    return any(clause.lower(k) in {";", "but"} or clause.tokens[k].kind == "quote" for k in range(first, last))


def _opening(clause: Clause, at: int) -> int:
    """Where the clause that holds the cue begins: behind the nearest comma, stop, quotation or 'but' before it."""
    first = at
    while first > 0 and not clause.is_mark(first - 1) and clause.lower(first - 1) != "but":
        first -= 1
    return first


def _asked_if(clause: Clause, at: int) -> bool:
    return clause.lower(at) == "if" and any(clause.lower(k) in _ASKING for k in range(max(0, at - 4), at))


def _is_question(clause: Clause, opening: int, at: int) -> bool:
    """Whether the sentence itself, not the quotation in it, ends with a question mark."""
    return opening <= at and any(clause.lower(k) == "?" for k in range(at, len(clause.tokens)))
