"""The finite forms of the verbs that report speech or tell of a move, for readers that look at words alone."""

from __future__ import annotations

from functools import cache

from ripeness.claims.acts.lexicon import lexicon
from ripeness.claims.cues import ambiguous, plain_with_subject, verb_forms
from ripeness.claims.lexicon import word_set

_PAST = {
    base: past
    for base, _, past in (
        pair.partition(" ")
        for pair in (
            "break broke; bring brought; cut cut; draw drew; fight fought; flee fled; give gave; go went; "
            "hand handed; hold held; keep kept; lay laid; leave left; let let; make made; meet met; pay paid; "
            "put put; quit quit; seek sought; send sent; set set; shoot shot; strike struck; take took; "
            "throw threw; withdraw withdrew; withhold withheld; win won; fall fell; stand stood; say said; "
            "tell told; free freed; veto vetoed; begin began; get got; run ran; ride rode; hit hit; shut shut; "
            "swear swore; bid bid; think thought; sit sat; open opened; agree agreed; build built; "
            "undertake undertook; forbid forbade"
        ).split("; ")
    )
}
# Verbs that need no act of the will: a place or a thing can be their subject, too.
_ANYBODY = word_set("go get run fall stand begin open sit make put take need hit set win cut let")
_DOUBLED = word_set("drop ban scrap stop rebut admit submit permit commit rebuff quip beg step strap bar")


def _finite(verb: str) -> set[str]:
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return {verb[:-1] + "ies", verb[:-1] + "ied"}
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    if verb in _PAST:
        return {third, _PAST[verb]}
    return {third, verb + "d" if verb.endswith("e") else verb + (verb[-1] if verb in _DOUBLED else "") + "ed"}


@cache
def telling_forms() -> frozenset[str]:
    """Finite forms of verbs of speech and of moves whose subject has a will: 'said', 'rejects', 'signed'."""
    spoken = {
        word
        for word, (_, form, strong) in verb_forms().items()
        if form == "finite" and strong and (not ambiguous(word) or plain_with_subject(word))
    }
    moved = {form for verb in lexicon().verbs if verb not in _ANYBODY for form in _finite(verb)}
    return frozenset(spoken | moved)


@cache
def telling_bases() -> frozenset[str]:
    """Their base forms, which count after an auxiliary ('would reject') and, with a plural subject, by themselves."""
    return frozenset({verb for verb, _, strong in verb_forms().values() if strong} | (set(lexicon().verbs) - _ANYBODY))
