"""Whether the clause around a date tells what has been or what is to come, by the verbs nearest to it.

A plain look for when nothing better is at hand: it decides only which Tuesday is meant.
"""

from __future__ import annotations

import re
from typing import Literal

from ripeness.claims.lexicon import word_set

Tense = Literal["past", "future", ""]

# How far a verb may stand from the date, in code points.
REACH = 160

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[,;:()\"“”–—]")
_WILL = word_set("will 'll shall would must should may might could can won't wouldn't needs")
_BE = word_set("is are was were 's 're")
_HAVE = word_set("has have had 've 'd")
_PAST = word_set(
    """
    was were had did has have said told met went came began broke held took gave left made struck fell fought rose
    spoke wrote sent brought led lost won saw ran hit built bought caught chose drew drove fled flew grew kept
    knew laid rang sat shook shot sold sought spent stood stole sank swore taught thought threw withdrew withstood
    became understood found felt got heard paid read shut split spread swept tore wore forbade overthrew undertook
    """
)
# Words that point ahead whatever the tense of the verb beside them.
_AHEAD = word_set(
    """
    scheduled due planned expected slated upcoming coming forthcoming postponed rescheduled adjourned plans plan
    planning intends intend hopes hope expects expect deadline ultimatum next tomorrow set
    """
)
# 'to' and a verb after these is still to come; after others it is the purpose of what was done.
_INTENT = word_set(
    """
    plans plan planned planning agreed agree agrees promised promise promises vowed vow vows expected expect expects
    due set scheduled ready want wants wanted hopes hope hoped intends intend intended threatened threatens offered
    offer offers demanded demands asked asks urged urges called pledged pledges supposed likely prepared refused
    refuses invited invites ordered orders told undertook bound need needs decided decides proposed proposes is are
    was were about chance date deadline decision proposal promise pledge
    """
)
_DONE = word_set("began begun failed managed continued tried started seemed appeared used forced came helped returned")
_MOVING = word_set(
    """
    meets leaves travels flies arrives begins starts opens resumes expires ends convenes visits hosts votes gathers
    meet leave travel fly arrive begin start open resume expire end convene visit host vote gather takes comes goes
    """
)
_EXTENDING = word_set(
    """
    extended extends extend gave given gives postponed adjourned suspended delayed prolonged demanded asked ordered
    urged agreed called set fixed moved promised scheduled invited wait waiting has have deadline time
    """
)
_IF = word_set("if unless provided")
_BETWEEN = word_set("be been being have not never only also then soon again first")
_NO_SUBJECT = word_set("the a an his her its their our this that of and to in on")
_SPEECH = word_set("said says told added wrote announced")
_NO_VERB = word_set("united alleged so-called wounded armed need indeed speed seed hundred red bed feed")
_UNTIL = word_set("until till by before")


def tense_at(text: str, start: int, end: int, begin: int, limit: int, before: str = "") -> Tense:
    """The tense around the date at ``start``..``end`` of the sentence ``begin``..``limit``, with its preposition."""
    left = _words(text, max(begin, start - REACH), start)
    right = _words(text, end, min(limit, end + REACH))
    owner = text[end : end + 1] in "'’" and text[end : end + 1] != ""
    if before in ("ahead of", "in time for"):
        return "future"
    if before in _UNTIL and _extends(left):
        return "future"
    follows = right[0] if right else ""
    if follows in _WILL or follows in _BE or follows in _HAVE:
        return _rightwards(right)
    if owner:
        return _rightwards(right[1:] if right[:1] == ["s"] else right) or _leftwards(left, right)
    if before == "for" and not any(word in ("had", "been") for word in left[-6:]):
        return "future"
    return _leftwards(left, right) or _rightwards(right)


def _words(text: str, start: int, end: int) -> list[str]:
    """Words and marks, in lower case but for names; 'May' with a capital is the month."""
    words = [word.replace("’", "'") for word in _WORD.findall(text[start:end]) if word != "May"]
    # The first word of a sentence has a capital without being a name.
    return [word if word[0].isupper() and at else word.lower() for at, word in enumerate(words)]


def _extends(left: list[str]) -> bool:
    verb = next(
        (word for word in reversed(left[-14:]) if word in _EXTENDING or word in _PAST or word.endswith("ed")), ""
    )
    return verb in _EXTENDING


def _is_past(word: str) -> bool:
    return word in _PAST or (word.endswith("ed") and len(word) > 4 and word not in _NO_VERB)


def _leftwards(left: list[str], right: list[str]) -> Tense:
    """The tense of the nearest verb before the date, as far as its clause goes."""
    for at in range(len(left) - 1, -1, -1):
        word = left[at]
        if word in (";", ":"):
            return ""
        if word in _WILL or word.endswith("'ll"):
            return "future"
        if word in _AHEAD:
            missed = right[:1] == [","] and right[1:2] and right[1] in ("was", "were", "had", "did")
            return "" if missed or any(each in ("had", "been") for each in left[max(0, at - 3) : at]) else "future"
        if word == "to" and at + 1 < len(left) and _may_be_verb(left, at + 1):
            governor = left[at - 1] if at else ""
            if governor in _DONE:
                return "past"
            if governor in _INTENT or any(each in _INTENT - _BE for each in left[max(0, at - 5) : at]):
                return "future"
            continue
        if word.endswith("ing") and at and left[at - 1] in ("is", "are", "'re"):
            return "future"
        if _is_past(word):
            return _group(left, at)
        if word in _MOVING and _moves(left, at):
            return "future"
    return ""


def _moves(left: list[str], at: int) -> bool:
    """Whether a word is a verb that tells of a plan ('the envoy leaves'), and no noun ('the northern end of')."""
    if not at or left[at - 1] in _NO_SUBJECT or left[at - 1].isdigit() or left[at + 1 : at + 2] == ["of"]:
        return False
    for word in reversed(left[max(0, at - 12) : at]):
        if word in (",", "that", "who", "which"):
            return True
        if _is_past(word) and word not in _AHEAD:
            return False
    return True


def _may_be_verb(left: list[str], at: int) -> bool:
    """Whether the word after 'to' is no place or thing: 'to Arden', 'to the talks' have no verb."""
    word = left[at]
    return (
        word not in ("the", "a", "an", "its", "his", "her", "their", "both", "all")
        and word.isalpha()
        and word.islower()
    )


def _group(left: list[str], at: int) -> Tense:
    """The tense of the verb group that ends at ``at``: 'will be signed' and 'if it began' are to come."""
    if any(word in _IF for word in left[max(0, at - 8) : at]):
        return "future"
    if left[at] in ("invited", "summoned") and "for" in left[at:]:
        return "future"
    before = at - 1
    while before >= 0 and (left[before] in _BETWEEN or left[before].endswith("ly")):
        before -= 1
    word = left[before] if before >= 0 else ""
    if word in _WILL or word.endswith("'ll") or (word == "to" and before < at - 1):
        return "future"
    return "past"


def _rightwards(right: list[str]) -> Tense:
    """The tense of the first verb after the date; a speaker set between commas is passed over."""
    at = 0
    while at < len(right):
        word = right[at]
        if word in (";", ":"):
            return ""
        if word in _WILL or word.endswith("'ll"):
            return "future"
        if word in _BE and at + 1 < len(right):
            following = right[at + 1 : at + 3]
            if "to" in following[:1] or any(each in _AHEAD for each in following):
                return "future"
            if word in ("is", "are") and following[0].endswith("ing"):
                return "future"
            return "past" if word in ("was", "were") else ""
        if word in _SPEECH and "," in right[max(0, at - 5) : at] and "," in right[at : at + 2]:
            at += 1
        elif _is_past(word) or word in _HAVE:
            return "past"
        elif (word in _MOVING and _moves(right, at)) or (
            word in _AHEAD and word not in ("next", "set", "plan", "plans")
        ):
            return "future"
        at += 1
    return ""
