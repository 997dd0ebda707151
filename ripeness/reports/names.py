"""What a name beside a date can be: an outlet, its staff, an author, a rubric, a place.

Judged by the words alone, each list of them open to more; what fits none is left alone.
"""

from __future__ import annotations

import re

MAX_OUTLET_WORDS = 6
MAX_STAFF_WORDS = 7
# Longer names of places exist, but a longer run of capitals is more often a headline.
MAX_PLACE_WORDS = 3

_BYLINE = re.compile(
    r"(?:By|BY|by|Author:|Written by)\s+(?P<name>[^\W\d_a-z][\w.'’-]*(?:\s+(?:and|de|van|von|der|al|bin|el|la|&|"
    r"[^\W\d_a-z][\w.'’-]*),?){1,7})"
    r"(?:\s*[,|/–—-]\s*(?P<rest>.{1,60}))?"
)
_NOT_A_NAME = re.compile(
    r"\b(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|June|July|August|"
    r"September|October|November|December|The|A|An|All|Then|Now)\b"
)
_DOMAIN = re.compile(r"(?:[a-z0-9][a-z0-9-]{0,62}\.){1,4}[a-z]{2,24}")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.split("|"))


_SMALL = _words("of the and & a de del la le les du des der die das den el al di da do dos och")
_OF = _words("of de")
_ARTICLES = _words("the la el le il der die das")
# Words that newspapers, agencies and broadcasters are called by, as the last word of the name ...
_TITLES = _words(
    """
    advertiser argus bulletin chronicle courier daily diary dispatch echo economist examiner express gazette
    globe guardian herald independent inquirer enquirer insider journal ledger magazine mail mercury mirror
    monitor monthly nation news newspaper newswire notebook observer post press quarterly radio record register
    reporter review sentinel spectator standard star sun telegraph telegram television times tribune tv weekly
    wire broadcasting diario gaceta prensa periódico noticias jornal correio courrier corriere gazzetta presse
    zeitung tageblatt tagblatt nachrichten anzeiger rundschau kurier tidende avisen posten pravda izvestia
    novosti
    """
)
# ... or as its first.
_FIRST_TITLES = _words(
    """
    radio tv télévision televisión agence agencia diario gaceta prensa jornal correio
    courrier journal corriere gazzetta
    """
)
_FIRST_TITLES_OF = _words("times voice voz herald star")  # 'Voice of Kestria', 'The Times of Norrland'
# What may follow such a last word: 'Norrland News Service', 'Arden Times International'.
_AFTER_TITLE = _words("agency service network online international english group corporation")
# A post of these is a place.
_POSTS = _words("army border check checkpoint command customs guard military observation police sentry trading")
# With 'The' alone these are names of papers; 'The Review' or 'The Record' may be anything.
_ALONE = _words(
    """
    times guardian economist herald telegraph independent observer tribune gazette spectator sun mirror
    """
)
# Words of rubrics: a line of these alone names a part of a paper, not the paper.
_RUBRICS = _words(
    """
    news world press review analysis opinion comment commentary editorial exclusive breaking latest special
    report feature features interview live international national politics business economy security defence
    defense policy peace war conflict military strategic situation annual weekly daily monthly quarterly evening
    morning sunday update updates summary foreign diplomatic world-news background explainer story top front
    page headlines global europe africa asia americas middle east media ceasefire cease-fire truce un eu us uk
    nato staff state government wire wires radio tv bulletin register diary notebook observer
    monitor
    """
)
_STAFF = _words(
    """
    staff agencies agency wires newsroom correspondent correspondents reporter reporters editor editors bureau
    desk writers
    """
)
_STAFF_COMPANY = _words(
    """
    and & with by from our the own in of special foreign diplomatic political defence defense news world local
    chief wire reports services writer editorial web online senior
    """
)
# Those that a newspaper has without being one, and that nobody calls an event.
_LEADING_RUBRICS = _words(
    """
    news analysis opinion comment commentary editorial exclusive report feature features interview world
    international explainer live summary review
    """
)
# Papers of state, and what they are about: neither outlets nor places.
_PAPERS = _words(
    """
    accord accords agreement announcement appeal attack battle briefing ceasefire cease-fire club communique
    communiqué conference congress convention council declaration decree department embassy exercise freedom
    letter map massacre meeting memorandum memo minutes ministry negotiations note office order pact parliament
    peace photo picture plan proposal protocol release resolution secretariat session speech statement strike
    summit talks timeline treaty truce ultimatum victory visit vote war
    """
)
_OFFICES = _words(
    """
    admiral ambassador captain chairman chancellor colonel commander commissioner director envoy general
    governor king lieutenant major marshal mayor minister mr mrs ms dr president prince princess prof professor
    premier queen secretary senator sheikh spokesman spokesperson spokeswoman
    """
)
# Verbs of headlines in capitals; in prose a small letter gives the verb away.
_VERBS = _words(
    """
    is are was were be been has have had will would shall may might can could must does do did not says say said
    tells tell told wait waits hits hit kills kill killed seizes seize seized attacks attacked takes take took
    holds held rejects reject rejected accepts accept accepted agrees agree agreed closes close closed opens
    opened ends ended begins began strikes struck shells shelled bombs bombed burns burned storms stormed wins
    win won loses lose lost leaves left meets meet met calls called warns warn warned wants want blames blamed
    sees saw signs signed urges urged backs backed halts halted raids raided falls fell buys bought sells sold
    shuts shut quits quit faces faced denies denied vows vowed captures capture captured claims claimed joins
    joined stop stops stopped resume resumes
    """
)
# Those that readers of reports on wars meet often and whose names hold none of the words above. Public facts.
_WELL_KNOWN = _names(
    """reuters|afp|ap|upi|dpa|efe|ansa|tass|interfax|ukrinform|xinhua|yonhap|kyodo|anadolu|suna|wafa|irna|bbc|cnn|npr|
    al jazeera|al arabiya|al-monitor|middle east eye|middle east monitor|deutsche welle|france 24|euronews|bloomberg|
    politico|axios|le monde|le figaro|libération|el país|el mundo|el tiempo|el espectador|la repubblica|der spiegel|
    die zeit|die welt|haaretz|ynet|kommersant|meduza|ukrainska pravda|dabanga|the conversation|the new yorker|
    the atlantic|the intercept|daily sabah|daily maverick|the daily beast"""
)


def is_outlet(name: str) -> bool:
    """Whether ``name`` is that of a newspaper, agency or broadcaster, by its words, by its domain or by renown."""
    words = name.split()
    lower = [word.lower().strip("'’.") for word in words]
    if _DOMAIN.fullmatch(name) or " ".join(lower) in _WELL_KNOWN:
        return True
    named = all((word in _SMALL or word[:1].isupper() or word[:1].isdigit()) and ":" not in word for word in words)
    if not named or not words or len(words) > MAX_OUTLET_WORDS or not _VERBS.isdisjoint(lower):
        return False
    bare = lower[1:] if lower[0] in _ARTICLES else lower
    if len(bare) < 2:
        return len(lower) == 2 and bare[0] in (_ALONE if lower[0] == "the" else _TITLES)
    core = bare[:-1] if len(bare) > 2 and bare[-1] in _AFTER_TITLE else bare
    if len(core) > 1 and core[-1] == "post" and core[-2] in _POSTS:
        return False
    titled = core[-1] in _TITLES or bare[0] in _FIRST_TITLES or (bare[0] in _FIRST_TITLES_OF and bare[1] in _OF)
    return titled and not _PAPERS & set(bare) and any(word not in _RUBRICS | _SMALL | _AFTER_TITLE for word in bare)


def is_staff(name: str) -> bool:
    """Whether ``name`` stands for those who wrote: 'Staff and agencies', 'Our correspondent in Arden'."""
    words = name.split()
    others = [word for word in words if word.lower() not in _STAFF | _STAFF_COMPANY]
    nobody_else = all(word[:1].isupper() and word.lower() not in _VERBS for word in others)
    return nobody_else and len(words) <= MAX_STAFF_WORDS and not _STAFF.isdisjoint(word.lower() for word in words)


def is_rubric(name: str) -> bool:
    """Whether ``name`` is that of a part of a paper: 'Analysis', 'World News'."""
    words = set(name.lower().split())
    return words <= _RUBRICS and not words.isdisjoint(_LEADING_RUBRICS)


def is_place(name: str) -> bool:
    """Whether ``name`` can be that of a town or a person: a few capitalised words, no office, paper or verb of war."""
    words = name.split()
    lower = {word.lower().strip(".") for word in words}
    short = 0 < len(words) <= MAX_PLACE_WORDS and all(word[:1].isupper() and word[-1:] not in ":;?!" for word in words)
    return short and lower.isdisjoint(_PAPERS | _OFFICES | _VERBS | _RUBRICS | _STAFF)


def byline(line: str) -> str | None:
    """The names in a by-line ('By Jane Roe and Ole Lind, Kestrel Wire'), without the desk; None for other lines."""
    match = _BYLINE.fullmatch(line) if len(line) <= 120 else None
    if match is None or _NOT_A_NAME.search(match["name"]):
        return None
    name, _, last = match["name"].rstrip(",").rpartition(", ")
    # 'Jane Roe, Ole Lind and Ada Oke' are three people; 'Jane Roe, Kestrel Wire' is one and her desk.
    whole = not name or " and " in last
    return match["name"].rstrip(",") if whole else name
