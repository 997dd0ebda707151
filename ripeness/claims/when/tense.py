"""Whether the clause around a date tells what has been or what is to come, by the verbs nearest to it.

A plain look for when nothing better is at hand: it decides only which Tuesday is meant.
"""

from __future__ import annotations

import re
from typing import Literal

from ripeness.claims.lexicon import word_set

Tense = Literal["past", "future", ""]

# How far a verb may stand from the date, in code points, and how many words before a verb may change its meaning.
REACH = 160
CLAUSE = 12

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[,;:()\"“”–—]")
_WILL = word_set(
    "will shall would must should may might could can won't wouldn't needs he'll she'll it'll they'll we'll"
)
_BE = word_set("is are was were")
_PAST = word_set(
    """
    was were had did has have said told met went came began broke held took gave left made struck fell fought rose
    spoke wrote sent brought led lost won saw ran hit built bought caught chose drew drove fled flew grew kept
    knew laid rang sat shook shot sold sought spent stood stole sank swore taught thought threw withdrew withstood
    became understood found felt got heard paid shut split spread swept tore wore forbade overthrew undertook
    """
)
_NO_VERB = word_set("united alleged so-called wounded armed need indeed speed seed hundred red bed feed")
# Words that point ahead whatever the tense of the verb beside them.
_AHEAD = word_set("scheduled due planned expected slated upcoming forthcoming intends expects")
_ENDS = word_set("deadline ultimatum")
# 'to' and a verb after these is still to come; after others it is the purpose of what was done.
_INTENT = word_set(
    """
    plans plan planned planning agreed agree agrees promised promise promises vowed vow vows expected expect expects
    due set scheduled ready want wants wanted hopes hope hoped intends intend intended threatened threatens offered
    offer offers demanded demands asked asks urged urges called pledged pledges supposed likely prepared refused
    refuses invited invites ordered orders told undertook bound need needs decided decides proposed proposes
    about chance date deadline decision proposal promise pledge
    """
)
_DONE = word_set("began begun failed managed continued tried started seemed appeared used forced came helped returned")
# What is told in the present though it is to come: 'the envoy leaves on Sunday'.
_MOVING = word_set(
    """
    meets leaves travels flies arrives begins starts opens resumes expires ends lapses convenes visits hosts votes
    gathers meet leave travel fly arrive begin start open resume expire end lapse convene visit host vote gather takes
    comes goes go continue continues sits sit
    """
)
# 'extended until Friday', 'postponed to Friday', 'invited to talks on Friday' were said or done before Friday.
_EXTENDING = word_set(
    """
    extended extends extend gave given gives postponed adjourned rescheduled suspended delayed prolonged demanded asked
    ordered urged agreed called set fixed moved promised scheduled invited wait waiting has have deadline time
    """
)
_DEADLINES = word_set("until till by before")
_LIMITS = _DEADLINES | {"to", "for"}
_WISHES = word_set("expect hope want plan intend")
_WISHERS = word_set("i we you they")
# 'by noon on Monday', 'until 6 p.m. on Friday'
_BY_THE_HOUR = re.compile(
    r"(?:by|until|till|before)\s(?:noon|midnight|midday|dawn|dusk|\d{1,2}(?:[:.]\d\d)?(?:\s?[ap]\.?m\.?)?)\s$",
    re.IGNORECASE,
)
_SPEECH = word_set("said says told added wrote announced")
_IF = word_set("if unless provided condition")
_BETWEEN = word_set("be been being have not never only also then soon again first")
_DETERMINERS = word_set("the a an his her its their our this that both all")
_NO_SUBJECT = _DETERMINERS | word_set("of and to in on")


def tense_at(text: str, start: int, end: int, begin: int, limit: int, before: str = "") -> Tense:
    """The tense around the date at ``start``..``end`` of the sentence ``begin``..``limit``, with its preposition."""
    left = _words(text, max(begin, start - REACH), start)
    right = _words(text, end, min(limit, end + REACH))
    if before in ("ahead of", "in time for") or (before == "of" and any(word in _ENDS for word in left[-2:])):
        return "future"
    if _BY_THE_HOUR.search(text, max(begin, start - 20), start):
        before = "by"
    if before in _LIMITS and _extends(left):
        return "future"
    follows = right[0] if right else ""
    if before == "for" and (_is_past(follows) or any(word in ("had", "been") for word in left[-6:])):
        return ""  # 'the vote planned for Friday was called off'
    if follows in _WILL or follows in _BE or _is_past(follows):
        return _rightwards(right)
    if text[end : end + 1] in ("'", "’"):  # "Monday's talks": the verb comes behind
        return _rightwards(right[1:] if follows == "s" else right) or _leftwards(left, right)
    if (not left or left[-1] == "," or left[-2:-1] == [","]) and (told := _rightwards(right)):
        return told  # ', and on Tuesday the army withdrew'
    if before == "for":
        return "future"
    if before in _DEADLINES and left:
        return _leftwards(left, right) or "future"
    return _leftwards(left, right) or _rightwards(right)


def _words(text: str, start: int, end: int) -> list[str]:
    """Words and marks, in lower case but for names; 'May' with a capital is the month."""
    words = [word.replace("’", "'") for word in _WORD.findall(text[start:end]) if word != "May"]
    # The first word of a sentence has a capital without being a name.
    return [word if at and word.istitle() else word.lower() for at, word in enumerate(words)]


def _is_past(word: str) -> bool:
    return word in _PAST or (word.endswith("ed") and len(word) > 4 and word not in _NO_VERB)


def _extends(left: list[str]) -> bool:
    """Whether the nearest verb before 'until Friday' is one that sets a limit."""
    verbs = (word for word in reversed(left[-CLAUSE:]) if word in _EXTENDING or _is_past(word))
    return next(verbs, "") in _EXTENDING


def _leftwards(left: list[str], right: list[str]) -> Tense:
    """The tense of the nearest verb before the date, as far as its clause goes."""
    for at in range(len(left) - 1, -1, -1):
        word = left[at]
        if word in (";", ":"):
            return ""
        if word in _WILL and not (at and left[at - 1] in ("good", "the", "his", "her", "their", "free")):
            return "future"
        if word in _AHEAD and left[at + 1 : at + 2] != ["to"]:
            missed = right[:1] == [","] and right[1:2] and right[1] in ("was", "were", "had", "did")
            return "" if missed or any(each in ("had", "been") for each in left[max(0, at - 3) : at]) else "future"
        if word == "to" and at + 1 < len(left) and _may_be_verb(left[at + 1]):
            told = _of_infinitive(left, at)
            if told:
                return told
        elif at and (
            (word.endswith("ing") and left[at - 1] in ("is", "are")) or (word in _WISHES and left[at - 1] in _WISHERS)
        ):
            return "future"
        elif word in _AHEAD:
            continue  # 'due to the attack on Monday'
        elif _is_past(word):
            return _of_group(left, at)
        elif word in _MOVING and _moves(left, at):
            return "future"
    return ""


def _may_be_verb(word: str) -> bool:
    """Whether the word after 'to' is no place or thing: 'to Arden', 'to the talks' have no verb."""
    return word not in _DETERMINERS and word.isalpha() and word.islower()


def _of_infinitive(left: list[str], at: int) -> Tense:
    """The tense of 'to meet' by the word that governs it: planned, or done; '' where it is a mere purpose."""
    governor = left[at - 1] if at else ""
    if governor in _DONE:
        return "past"
    if governor in _BE or any(word in _INTENT for word in left[max(0, at - 5) : at]):
        return "future"
    return ""


def _of_group(left: list[str], at: int) -> Tense:
    """The tense of the verb group that ends at ``at``: 'will be signed' and 'if it began' are to come."""
    if any(word in _IF for word in left[max(0, at - 8) : at]):
        return "future"
    if left[at] in ("invited", "summoned") and "for" in left[at:]:
        return "future"
    before = at - 1
    while before >= 0 and (left[before] in _BETWEEN or left[before].endswith("ly")):
        before -= 1
    word = left[before] if before >= 0 else ""
    if word == "to" and before < at - 1:  # 'to be signed'; but 'were to have met'
        return "past" if left[before + 1] == "have" and left[before - 1] in ("was", "were") else "future"
    return "future" if word in _WILL else "past"


def _moves(words: list[str], at: int) -> bool:
    """Whether a word is a verb that tells of a plan ('the envoy leaves'), and no noun ('the northern end of')."""
    if not at or words[at - 1] in _NO_SUBJECT or words[at - 1].isdigit() or words[at + 1 : at + 2] == ["of"]:
        return False
    for word in reversed(words[max(0, at - CLAUSE) : at]):
        if word in (",", "that", "who", "which"):
            return True
        if _is_past(word) and word not in _AHEAD:
            return False
    return True


def _rightwards(right: list[str]) -> Tense:
    """The tense of the first verb after the date; a speaker set between commas is passed over."""
    for at, word in enumerate(right):
        following = right[at + 1 : at + 3]
        if word in (";", ":"):
            return ""
        if word in _WILL:
            return "future"
        if word in _BE and following:
            if following[0] == "to" or any(each in _AHEAD for each in following):
                return "future"
            if word in ("is", "are"):
                return "future" if following[0].endswith("ing") else ""
            return "past"
        if word in _SPEECH and "," in right[max(0, at - 5) : at] and "," in following:
            continue
        if _is_past(word) and word not in _AHEAD:
            return "past"
        if word in _AHEAD or (word in _MOVING and _moves(right, at)):
            return "future"
    return ""
