"""The dictionary form of a word: irregular forms by table, regular ones by their endings and a list of known words."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Base form, then past, participle and other forms that no ending explains.
_IRREGULAR = """
arise arose arisen; awake awoke awoken; be am are is was were been being 'm 're; bear bore borne born; beat beaten;
become became; begin began begun; bend bent; bind bound; bite bit bitten; bleed bled; blow blew blown; break broke
broken; breed bred; bring brought; build built; burn burnt; buy bought; catch caught; choose chose chosen; cling clung;
come came; creep crept; deal dealt; dig dug; do did done does; draw drew drawn; dream dreamt; drink drank drunk; drive
drove driven; eat ate eaten; fall fell fallen; feed fed; feel felt; fight fought; find found; flee fled; fling flung;
fly flew flown; forbid forbade forbidden; forego forewent foregone; foresee foresaw foreseen; forget forgot forgotten;
forgive forgave forgiven; forgo forwent forgone; forsake forsook forsaken; freeze froze frozen; get got gotten; give
gave given; go went gone goes; grind ground; grow grew grown; hang hung; have had has 've; hear heard; hide hid hidden;
hold held; keep kept; kneel knelt; know knew known; lay laid; lead led; leap leapt; learn learnt; leave left; lend lent;
lie lain; light lit; lose lost; make made; mean meant; meet met; mislead misled; mistake mistook mistaken;
misunderstand misunderstood; outdo outdid outdone; overcome overcame; overdo overdid overdone; override overrode
overridden; oversee oversaw overseen; overtake overtook overtaken; overthrow overthrew overthrown; partake partook
partaken; pay paid; plead pled; prove proven; rebuild rebuilt; redo redid redone; repay repaid; rethink rethought;
retake retook retaken; ride rode ridden; ring rang rung; rise rose risen; run ran; say said; see saw seen; seek sought;
sell sold; send sent; sew sewn; shake shook shaken; shine shone; shoot shot; show shown; shrink shrank shrunk; sing sang
sung; sink sank sunk; sit sat; slay slew slain; sleep slept; slide slid; sow sown; speak spoke spoken; speed sped; spend
spent; spin spun; spit spat; spring sprang sprung; stand stood; steal stole stolen; stick stuck; sting stung; stink
stank stunk; strike struck stricken; string strung; strive strove striven; swear swore sworn; sweep swept; swell
swollen; swim swam swum; swing swung; take took taken; teach taught; tear tore torn; tell told; think thought; throw
threw thrown; undergo underwent undergone; understand understood; undertake undertook undertaken; undo undid undone;
uphold upheld; wake woke woken; wear wore worn; weave wove woven; weep wept; win won; wind wound; withdraw withdrew
withdrawn; withhold withheld; withstand withstood; wring wrung; write wrote written;
can ca; will 'll wo; not n't nt; use using used; die dying; tie tying; lie lying; agree agreed; free freed
"""
_PLURALS = """
man men; woman women; child children; foot feet; tooth teeth; mouse mice; goose geese; ox oxen; life
lives; wife wives; knife knives; leaf leaves; half halves; self selves; thief thieves; shelf shelves; wolf wolves;
loaf loaves; calf calves; crisis crises; analysis analyses; basis bases; thesis theses; axis axes; criterion criteria;
phenomenon phenomena; spokesman spokesmen; spokeswoman spokeswomen; gunman gunmen;
serviceman servicemen; congressman congressmen; businessman businessmen; fisherman fishermen; chairman chairmen;
policeman policemen; tribesman tribesmen; militiaman militiamen; penny pence; die dice; hypothesis hypotheses;
movie movies; tie ties; lie lies; calorie calories; cookie cookies; shoe shoes; toe toes; foe foes; canoe canoes
"""
_DEGREES = """
good better best; bad worse worst; far further furthest farther farthest; little littler littlest"""
# Nouns in -s that are no plurals, and words whose last letter is never doubled away.
_SINGULAR = """
news series species means politics economics physics mathematics ethics athletics headquarters crossroads barracks
gas bus plus bias lens canvas atlas chaos virus status campus census consensus corps bonus focus surplus always
christmas thanks perhaps this is his its us yes besides towards afterwards sometimes
troops regards clothes outskirts premises proceeds
"""
_VOWELS = re.compile(r"[aeiouy]+")
_ONE_VOWEL = re.compile(r"(?:[^aeiou]|qu)[aeiou][^aeiouwxy]$|^[aeiou][^aeiouwxy]$")
_LOST = ("at", "iz", "v", "c", "ced", "u", "dg", "rg", "ng", "bl", "pl", "tl", "dl", "gl", "zzl", "s")  # + e


def _table(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in text.replace("\n", " ").split(";"):
        base, *forms = line.split() or [""]
        found.update(dict.fromkeys(forms, base))
    return found


_VERBS, _NOUNS, _COMPARED = _table(_IRREGULAR), _table(_PLURALS), _table(_DEGREES)
_NO_PLURALS = frozenset(_SINGULAR.split())


class Lemmatiser:
    """``known`` ranks words, a lower number for a more frequent one; ``learnt`` are a treebank's exceptions."""

    def __init__(self, known: Mapping[str, int], learnt: Mapping[str, Mapping[str, str]]) -> None:
        self._known, self._learnt = known, learnt
        self._found: dict[tuple[str, str], str] = {}

    def lemma(self, form: str, tag: str) -> str:
        """The lemma in lower case of a form with its UPOS tag."""
        key = form, tag
        if key not in self._found:
            if len(self._found) >= 100_000:
                self._found.clear()
            lower = form.lower().replace("’", "'")
            learnt = self._learnt.get(tag, {}).get(lower)
            self._found[key] = self.by_rule(lower, tag) if learnt is None else learnt
        return self._found[key]

    def by_rule(self, lower: str, tag: str) -> str:
        """The same without what a treebank taught."""
        if tag in ("VERB", "AUX"):
            return _VERBS.get(lower) or self._verb(lower)
        if tag in ("NOUN", "PROPN"):
            plural = tag == "NOUN" or lower.endswith(("ians", "ists"))  # of names, only peoples and parties
            return _NOUNS.get(lower) or (self._noun(lower) if plural else lower)
        if tag in ("ADJ", "ADV"):
            return _COMPARED.get(lower) or self._compared(lower)
        return "not" if lower in ("n't", "nt") else lower

    def _verb(self, lower: str) -> str:
        if lower.endswith("ing") and len(lower) > 4:
            return self._stem(lower[:-3], lower)
        if lower.endswith("ied") and len(lower) > 4:
            return lower[:-3] + "y"
        if lower.endswith("eed") and self._rank(lower) < len(self._known):
            return lower
        if lower.endswith("ed") and len(lower) > 3:
            return self._stem(lower[:-2], lower)
        return self._without_s(lower)

    def _stem(self, stem: str, whole: str) -> str:
        """The base of 'stopp', 'mak', 'talk': what is left of a word in -ing or -ed."""
        groups = len(_VOWELS.findall(stem))
        if not groups:
            return whole
        last = stem[-1]
        if len(stem) > 3 and last == stem[-2] and last not in "aeiou":
            single = stem[:-1]
            if last not in "lsfz":
                return single
            ranks = self._rank(single), self._rank(stem)
            if min(ranks) == len(self._known):
                return single if groups > 1 and last == "l" else stem
            return single if ranks[0] < ranks[1] else stem
        if groups == 1 and _ONE_VOWEL.search(stem):
            return stem + "e"  # a base such as 'hop' would have doubled its last letter
        options = [stem, stem + "e"]
        ranks = self._rank(options[0]), self._rank(options[1])
        if min(ranks) < len(self._known) <= max(ranks):
            return options[ranks.index(min(ranks))]
        return options[1] if self._wants_e(stem) else options[0]

    def _wants_e(self, stem: str) -> bool:
        """Whether a stem that no list settles looks as though it had lost an e."""
        return stem.endswith(_LOST) and not stem.endswith(("ss", "us", "eat", "oat"))

    def _without_s(self, lower: str) -> str:
        if not lower.endswith("s") or lower.endswith(("ss", "'s")) or len(lower) < 4 or lower in _NO_PLURALS:
            return lower
        if lower.endswith("ies"):
            return lower[:-3] + "y"
        if lower.endswith(("uses", "sses", "shes", "ches", "xes", "zzes")):
            short = lower[:-2]
            return lower[:-1] if self._rank(lower[:-1]) < self._rank(short) else short
        if lower.endswith("oes"):
            return lower[:-2]
        return lower[:-1]

    def _noun(self, lower: str) -> str:
        if lower.endswith(("us", "is")):
            return lower
        head, hyphen, last = lower.rpartition("-")
        return head + hyphen + (_NOUNS.get(last) or self._without_s(last))

    def _compared(self, lower: str) -> str:
        for ending in ("est", "er"):
            if not lower.endswith(ending) or len(lower) < len(ending) + 3:
                continue
            stem = lower[: -len(ending)]
            options = [stem, stem + "e"]
            if stem.endswith("i"):
                options = [stem[:-1] + "y"]
            elif stem[-1] == stem[-2]:
                options = [stem[:-1], stem]
            ranks = [self._rank(option) for option in options]
            if min(ranks) < len(self._known) and self._rank(lower) > min(ranks):
                return options[ranks.index(min(ranks))]
        return lower

    def _rank(self, word: str) -> int:
        return self._known.get(word, len(self._known))


def exceptions(lemmatiser: Lemmatiser, seen: Mapping[tuple[str, str], Mapping[str, int]]) -> dict[str, dict[str, str]]:
    """What a treebank has otherwise than the rules, by tag and form; ``seen`` counts lemmas by (lower form, tag)."""
    found: dict[str, dict[str, str]] = {}
    for (lower, tag), counts in sorted(seen.items()):
        usual = max(sorted(counts), key=lambda lemma: counts[lemma])
        if usual != lemmatiser.by_rule(lower, tag) and (counts[usual] > 1 or tag in ("VERB", "NOUN", "AUX")):
            found.setdefault(tag, {})[lower] = usual
    return found
