"""Attribution cues: the verbs, nouns and phrases with which a report gives words to a speaker.

Lists of general English, with the near-synonyms that spinning software puts in place of 'said'
('mentioned', 'advised'). A verb is found in its finite form, its -ing form or its base form.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from ripeness.claims.lexicon import word_set

Form = Literal["finite", "participle", "base"]

# Verbs that report speech or writing.
STRONG = word_set(
    """
    accuse acknowledge add address admit advise advocate affirm agree allege announce answer apologise apologize
    appeal applaud argue ask assert assess assure attack aver avow backtrack bark beg begin bemoan berate blame
    blast boast brag brand broadcast call caution challenge charge charm chastise chide cite claim clarify
    commend comment compare complain concede conclude condemn confess confide confirm congratulate contend
    continue contradict counsel counter criticise criticize cry curse declare decline decry defend demand demur
    denounce deny deplore deride describe detail disclose dismiss dispute dub echo elaborate emphasise emphasize
    endorse exclaim exhort explain express exult fume gloat go greet grumble guess hail highlight hint identify
    implore imply indicate inform inquire insist instruct interject intone invite invoke joke label lambast
    lambaste lament laud lecture liken maintain mention moan mock mourn muse mutter note object observe offer
    opine order outline plead pledge point portray post praise predict proclaim profess promise pronounce
    propose protest publish query question quip quote rail rant read reaffirm reason rebuff rebuke recall recite
    reckon recognise recognize recommend recount refer reiterate reject relate remark remind repeat reply report
    repudiate request respond retort retweet reveal ridicule rule salute say scoff scold shout sigh signal slam
    snap sneer speak specify speculate stammer state stipulate stress style submit suggest sum summarise
    summarize surmise swear taunt tease tell term testify thank threaten thunder title tout trumpet tweet
    underline underscore urge utter vent voice volunteer vow warn welcome whisper wonder write
    """
)

# Verbs of thought and will: they give quoted words to their subject only where no verb of speech does.
WEAK = word_set(
    """
    anticipate aspire believe consider contemplate convey decide desire envision expect fear feel find hold hope
    intend interpret know like learn look mean perceive prefer refuse regard see seek show sound think treat
    understand view want wish
    """
)

_IRREGULAR = {
    "say": "said",
    "tell": "told",
    "write": "wrote written",
    "speak": "spoke spoken",
    "swear": "swore sworn",
    "read": "read",
    "begin": "began begun",
    "go": "went",
    "find": "found",
    "know": "knew known",
    "think": "thought",
    "see": "saw seen",
    "feel": "felt",
    "hold": "held",
    "mean": "meant",
    "seek": "sought",
    "show": "showed shown",
    "understand": "understood",
    "broadcast": "broadcast",
    "sum": "summed",
}
# Forms that are far more often another word.
_NOT_FINITE = word_set(
    """
    address post point charge order report question offer state reason term title style note comment answer
    attack blast joke request stress detail charm protest object sum rule read go goes went begin look looks
    like likes mean hold hopes fears views signal demand claim promise pledge threat find finds see sees know
    held found show shows charged signals states terms titles styles notes points reports questions offers
    orders posts charges rules reads attacks blasts answers comments claims demands requests reasons objects
    protests pledges promises details begins began
    """
)
# Of these, the ones that do report speech where a name or an office is their subject.
_AFTER_SUBJECT = word_set(
    """
    claims demands promises pledges notes states points reports writes offers warns answers protests objects
    questions read reads asks posts comments claim demand promise note report charged
    """
)
# Noun cues: "Tallec's warning that ...", "in his speech", "the statement said".
SPEECH_NOUNS = word_set(
    """
    accusation acknowledgement acknowledgment admission allegation announcement answer appeal argument assertion
    assessment assurance call caution charge claim comment comments complaint concession conclusion condemnation
    confession contention criticism declaration demand denial description insistence letter memo message mockery
    oath opinion phrase plea pledge post posts prediction promise proposal protest readout rebuke refusal remark
    remarks reply report response speech statement statements suggestion summary testimony threat tweet tweets
    verdict vow warning word words communique communiqué bulletin manifesto
    """
)
# Participles that make words a name rather than speech: 'known as "the Wolf"'.
NAMING = word_set(
    """
    known called named nicknamed dubbed titled entitled headlined so-called christened codenamed code-named
    termed labelled labeled branded
    """
)
# Nouns that make the quoted words after them a name: 'the newspaper "Morning Bell"'.
NAMED_THINGS = word_set(
    """
    newspaper magazine daily weekly outlet website site channel programme program show film movie book novel
    song album play operation codename paper journal blog podcast series word term phrase expression ship
    vessel party group ballad hashtag slogan account
    """
)


def _forms(verb: str) -> dict[str, Form]:
    stem = verb[:-1] if verb.endswith("e") else verb
    doubled = (
        verb + verb[-1] if verb in {"rebut", "quip", "submit", "admit", "refer", "dub", "slam", "beg", "brag"} else verb
    )
    past = _IRREGULAR.get(verb)
    if past is None:
        if verb.endswith("y") and verb[-2] not in "aeiou":
            past = verb[:-1] + "ied"
        else:
            past = stem + "ed" if verb.endswith("e") else doubled + "ed"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        third = verb[:-1] + "ies"
    else:
        third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "go")) else "s")
    ing = (stem if verb.endswith("e") and not verb.endswith("ee") else doubled) + "ing"
    forms: dict[str, Form] = {verb: "base", third: "finite", ing: "participle"}
    forms.update(dict.fromkeys(past.split(), "finite"))
    return forms


@cache
def verb_forms() -> dict[str, tuple[str, Form, bool]]:
    """Every form of every cue verb: form -> (verb, form, whether it reports speech)."""
    table: dict[str, tuple[str, Form, bool]] = {}
    for verbs, strong in ((WEAK, False), (STRONG, True)):
        for verb in verbs:
            for word, form in _forms(verb).items():
                table[word] = (verb, form, strong)
    for word in ("summed", "talked", "wrote", "spoke"):
        table.setdefault(word, (word, "finite", True))
    return table


def ambiguous(word: str) -> bool:
    """Whether a form is more often a noun or another verb, so that it needs a plain subject before it."""
    return word in _NOT_FINITE


def plain_with_subject(word: str) -> bool:
    """Whether an ambiguous form does report speech right after a name, an office or a pronoun."""
    return word in _AFTER_SUBJECT
