"""Bodies that a pile calls by a common noun alone: 'the secretariat', 'the chair', 'the guilds'.

A conference has a chair and a secretariat, an old town its guilds, a church its bishops: they act and have spokesmen,
and no name stands beside them anywhere. Such a noun is a party where it acts and no named body can be called so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ripeness.claims.actors import acts, head_word
from ripeness.claims.lexicon import word_set
from ripeness.claims.model import Party
from ripeness.claims.parties import Alias, Gazetteer, slug
from ripeness.claims.words import Reading, Token

NOUNS = word_set(
    """
    secretariat chair commission mediators facilitators guilds estates clergy nobles barons chiefs elders clans tribes
    bishops presidency troika observers guarantors donors
    """
)
# How often the noun must act or have staff.
LEAST = 2
_STAFF = word_set("spokesman spokeswoman spokesperson office member members head director official officials delegate")


def learn_commons(readings: Sequence[Reading], known: Gazetteer) -> Gazetteer:
    """``known`` with the bodies that are called by a noun alone."""
    counts: Counter[str] = Counter()
    for reading in readings:
        for sentence in reading.sentences:
            tokens = sentence.tokens
            for at in range(1, len(tokens)):
                if tokens[at].text in NOUNS and tokens[at - 1].lower == "the":
                    counts[tokens[at].text] += acts(tokens, at + 1) or _staffed(tokens, at)
    taken = {head_word(a.words) for a in known.aliases if known.parties[a.party].kind != "state"}
    found = {noun: slug(noun) for noun, count in counts.items() if count >= LEAST and noun not in taken}
    parties = [Party(id, f"the {noun}", "organisation") for noun, id in found.items()]
    aliases = [Alias((the, noun), id, "name") for noun, id in found.items() for the in ("the", "The")]
    return known.with_parties(parties, aliases) if found else known


def _staffed(tokens: Sequence[Token], at: int) -> bool:
    """ "the chair's office", 'a spokeswoman of the secretariat'."""
    if at + 2 < len(tokens) and tokens[at + 1].kind == "owner":
        return tokens[at + 2].lower in _STAFF
    return at > 2 and tokens[at - 2].lower in {"of", "for"} and tokens[at - 3].lower in _STAFF
