"""The first screen: the questions that a busy person asks, answered in a sentence or two each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ripeness.brief.chains import blocker_key, slack_anchor, value_anchor
from ripeness.brief.changes import headline
from ripeness.brief.material import Answers, Material, fresh_moves, label, none_latest
from ripeness.brief.study_data import main_of
from ripeness.brief.talks_section import LEVERS_SHOWN, OUTLOOK, lever_anchor, now_anchor
from ripeness.brief.voice import count, interval, listed, signed
from ripeness.drafting import defaults_left, unjudged
from ripeness.outlook import Standing, written

THRESHOLDS_SHOWN = 3
_NO_FINDING = "The defaults are chosen to leave it open, so that share is no finding."
TELLING = 0.1  # of the draws: a number between whose ends the share with a deal differs by less is not named


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with its answer, what the answer rests on, and the anchor of the section that shows it.

    ``numbers`` are the figures of the answer, each with the anchor of how it came about; ``lead`` is how the answer
    begins, where that alone answers.
    """

    question: str
    answer: str
    rests_on: str
    href: str
    numbers: tuple[tuple[str, str], ...] = ()
    lead: str = ""


def summary(material: Material) -> tuple[Answer, ...]:
    """The answers in the order of reading. Without a case, the last one says what needs a case."""
    first = (_new(material), *_changed(material), _sources(material), _record(material))
    answers = material.answers
    if answers is None:
        return (*first, _needs_case())
    return (
        *first,
        _positions(material, answers),
        _ripe(answers),
        *_blockers(answers),
        *_outlook(answers),
        *_change(answers),
        _sure(answers),
    )


def _new(material: Material) -> Answer:
    news = material.news
    titles = [label(material.report(id)) for id in news.reports]
    fresh = len(fresh_moves(material))
    tell = "It tells" if len(news.reports) == 1 else "They tell"
    moves = f" {tell} {count(fresh, 'move')} that no other report does." if fresh else ""
    named = listed([f"‘{title}’" for title in titles[:3]]) + (f" and {len(titles) - 3} more" if len(titles) > 3 else "")
    if news.since is None:
        text = f"The latest by date: {named}.{moves}" if titles else f"{none_latest(material)}."
        undated = sum(report.published is None for report in material.reports)
        rests = "No earlier brief is kept to compare with."
        rests += f" {count(undated, 'report')} of {len(material.reports)} carry no date." if titles and undated else ""
        return Answer("What is new?", text, rests, "#new")
    text = f"{count(len(titles), 'new report')}: {named}.{moves}" if titles else "No new report."
    return Answer("What is new?", text, f"Against the brief of {news.since}.", "#new")


def _changed(material: Material) -> tuple[Answer, ...]:
    changes = material.changes
    if changes is None:
        return ()
    text = headline(changes, material.ledger)
    rests = f"Against the brief of {changes.since.label}."
    if changes.case is not None and changes.case.effects:
        rests += " Each change of the case is put into the earlier one and taken out of this one, both solved anew."
    return (Answer("What has changed?", text, rests, "#changes"),)


def _sources(material: Material) -> Answer:
    lineage = material.lineage
    low, high = sorted((lineage.independent.all, lineage.independent.strict))
    if not material.reports:
        return Answer("How many sources really?", "There are no reports.", "Add some with ‘ripeness add’.", "#sources")
    text = (
        f"{count(len(material.reports), 'report')}, {interval(low, high)} independent "
        f"{'original' if high == 1 else 'originals'}."
    )
    if lineage.desks:
        outlets = [desk.outlet for desk in lineage.desks]
        more = [f"{len(outlets) - 4} more"] if len(outlets) > 5 else []
        text += f" Named as a source: {listed([*outlets[: 4 if more else 5], *more])}."
    return Answer("How many sources really?", text, lineage.independent.why, "#sources")


def _record(material: Material) -> Answer:
    changed = material.ledger.reworded
    record = [statement for statement in material.record.statements if statement.id not in changed]
    quoted = sum(statement.kind == "quotation" for statement in record)
    known = [statement for statement in record if statement.speaker]
    names = {statement.speaker.name for statement in known if statement.speaker}
    partisan = [statement for statement in known if statement.speaker and statement.speaker.party]
    unsettled = [s for s in known if s.speaker and s.speaker.unsettled]
    text = (
        f"{count(len(record), 'statement')} by {count(len(names), 'speaker')}, {quoted} of them quoted; "
        f"{len(partisan)} for a party, {len(known) - len(partisan) - len(unsettled)} by experts and others who speak "
        f"for none. {count(len(material.record.moves), 'move')}."
    )
    differing = len(material.record.contradictions)
    if differing:
        text += f" {count(differing, 'pair')} of accounts contradict{'s' if differing == 1 else ''} each other."
    rests = "Retellings repeat some of them."
    if unsettled:
        rests += f" In {len(unsettled)} the speaker has an office, and the text does not say whose."
    if len(record) > len(known):
        rests += f" In {len(record) - len(known)} the text does not say who speaks."
    if changed:
        rests += f" {len(changed)} more stand in retellings that changed the words, and are not counted."
    return Answer("Who said and did what?", text, rests, "#moves")


def _needs_case() -> Answer:
    return Answer(
        "Is there a deal?",
        "The reports alone do not say. What fighting on is worth to each party, and whether there is a deal that all "
        "would take need a case: parties, issues, preferences, the situation, with a reason for each.",
        "Make one with ‘ripeness new CASE’, add these reports with ‘ripeness add CASE …’, and edit CASE/case.yaml.",
        "#limits",
    )


def _positions(material: Material, answers: Answers) -> Answer:
    case = answers.case
    firm = []
    for p in case.positions:
        if p.firm:
            refused = listed([f"‘{case.issues[p.issue].options[option]}’" for option in p.refuses], "or")
            firm.append(f"{case.parties[p.party].name} refuses {refused}")
    issues = {p.issue for p in case.positions}
    text = f"{count(len(case.positions), 'stated position')} on {count(len(issues), 'issue')}."
    if firm:
        text += f" Firm: {'; '.join(firm)}."
    return Answer(
        "Where does each party stand?",
        text,
        "As the case states them, each with its passage or its reason.",
        "#positions",
    )


def _ripe(answers: Answers) -> Answer:
    zone = answers.zones[0]
    standing = _standing(answers)
    head = "Yes. " if zone.ripe else "No. "
    text = zone.narration
    rests = "Compared with fighting to the finish, in swings: 0 is a party's worst allowed deal, 1 its best."
    numbers = () if zone.slack is None else ((f"slack {signed(zone.slack)}", f"#{slack_anchor(zone)}"),)
    if standing is not None:
        head = {"deal now": "Yes, now. ", "waiting pays": "Yes, but not now. ", "no zone": "No. "}[standing.status]
        if standing.status == "waiting pays":
            who = [f"{answers.case.parties[p].name} ({written(amount)})" for p, amount in standing.waiting.items()]
            text += f" But at the deal that comes nearest today, waiting for a later one pays for {listed(who)}."
        elif standing.status == "deal now":
            text = f"{standing.narration} {zone.narration}" if zone.ripe else standing.narration
        stalls = [each.party for each in answers.talks.stalling] if answers.talks else []
        if stalls:
            names = listed([answers.case.parties[party].name for party in stalls])
            text += f" {names} {'stalls' if len(stalls) == 1 else 'stall'}."
        if standing.now.slack is not None:
            numbers += ((f"against waiting {signed(standing.now.slack)}", f"#{now_anchor(zone.agenda.name)}"),)
        rests += " ‘Now’: compared with another period of fighting and talks."
    drawn = _drawn(answers.study)
    if _leaning(answers):
        head, likely = "The reports do not settle it. ", f"At its likely values: {head[0].lower()}{head[1:]}"
        told = (_left(answers), drawn, _NO_FINDING if drawn else "", likely + text)
        text = " ".join(each for each in told if each)
    elif drawn:
        text = f"{text} {drawn}"
    return Answer("Is there a deal?", head + text, rests, "#zone", numbers, head.strip())


def _leaning(answers: Answers) -> bool:
    """Whether the answer leans on a draft: nobody has judged it, or most of its numbers still are its defaults."""
    return unjudged(answers.case) or 2 * defaults_left(answers.assumptions) > len(answers.assumptions)


def _left(answers: Answers) -> str:
    """What of a draft is still as it was made."""
    if unjudged(answers.case):
        return "A case was drafted from them, and nobody has judged it yet."
    left, every = defaults_left(answers.assumptions), len(answers.assumptions)
    return f"Of {count(every, 'number')} of the case, {left} still are defaults of its draft."


def _drawn(study: Mapping[str, Any] | None) -> str:
    """What the draws of a study say of its first agenda, in a sentence; nothing where none is kept."""
    if study is None:
        return ""
    own = main_of(study)
    if own["zone"]["value"] is None:
        return f"None of {study['draws']:,} draws of its ranges makes a case."
    text = f"Over {study['draws']:,} draws of its ranges there is a zone in {own['zone']['value']:.0%}"
    if own["now"] is not None and own["now"]["value"] is not None:
        text += f", and a deal that can be had now in {own['now']['value']:.0%}"
    return f"{text}."


def _standing(answers: Answers) -> Standing | None:
    """Where the first agenda stands with the talks solved, if it ends the fighting and they were."""
    standings = answers.talks.standings if answers.talks else ()
    return next((each for each in standings if each.agenda == answers.zones[0].agenda), None)


def _outlook(answers: Answers) -> tuple[Answer, ...]:
    if answers.talks is None:
        return ()
    forecast, drawn = answers.talks.forecast, answers.study and answers.study["outlook"]
    if _leaning(answers):
        text = f"No forecast can be made of a draft's defaults. {drawn['narration'] if drawn else ''}"
        rests = "A spread over wide defaults, no probability of peace; the section has what follows from likely values."
        return (Answer("What is to be expected?", text.rstrip(), rests, "#outlook"),)
    numbers = ((f"a deal by then {forecast.deal_by[-1]:.0%}", f"#{OUTLOOK}"),)
    text = forecast.narration if not drawn else f"{forecast.narration} Over the draws: {_uncapital(drawn['narration'])}"
    rests = "Under the reference belief of the case, at the likely values of its numbers; no probability of peace."
    return (Answer("What is to be expected?", text, rests, "#outlook", numbers),)


def _uncapital(text: str) -> str:
    return text[0].lower() + text[1:]


def _change(answers: Answers) -> tuple[Answer, ...]:
    """What would bring a deal now, where waiting pays; what would open or close the zone; what turns it by itself."""
    levers = answers.levers
    if levers is None:
        return ()
    said = []
    bringing = [step.name for step in answers.steps_now if step.opens]
    if answers.steps_now:
        what = f"A deal now would come with any one of these: {'; '.join(bringing)}." if bringing else ""
        said.append(what or "Nothing that is listed as a step would by itself bring a deal now.")
    ripe = answers.zones[0].ripe
    turning = [step.name for step in levers.steps if step.slack is not None and step.opens != ripe]
    if turning:
        said.append(f"The zone would be {'closed' if ripe else 'opened'} by any one of these: {'; '.join(turning)}.")
    said.append(levers.narration)
    rests = "One thing at a time, everything else as in the case; a step as if it had worked."
    numbers = tuple(
        (f"{each.assumption.label} at {each.threshold:.3g}", f"#{lever_anchor(each.assumption.name)}")
        for each in levers.levers[:LEVERS_SHOWN]
        if each.threshold is not None
    )[:THRESHOLDS_SHOWN]
    return (Answer("What would change it?", " ".join(said), rests, "#levers", numbers),)


def _blockers(answers: Answers) -> tuple[Answer, ...]:
    zone = answers.zones[0]
    if zone.ripe or not zone.blockers:
        return ()
    text = " ".join(blocker.narration for blocker in zone.blockers)
    numbers = tuple(
        (
            f"{answers.case.parties[party].name}: {'firm refusal' if amount is None else written(amount)}",
            f"#{value_anchor(blocker_key(zone, place), party)}",
        )
        for place, blocker in enumerate(zone.blockers)
        for party, amount in blocker.payment.items()
    )
    rests = "Each smallest set of parties in turn, with what each is short by at the deal nearest to the set."
    return (Answer("Who blocks, and by how much?", text, rests, "#blockers", numbers),)


def _sure(answers: Answers) -> Answer:
    ranged = sum(1 for assumption in answers.assumptions if assumption.number.span[0] != assumption.number.span[1])
    judgement = answers.case.judgement
    given = f"{ranged or 'none'} {'is' if ranged == 1 else 'are'} given as a range"
    study = answers.study
    drawn = f" {main_of(study)['narration']}{_hanging(study)}" if study else ""
    text = (
        f"It is conditional on {count(len(answers.assumptions), 'assumption')} of the case, of which {given}. Each is "
        "taken at its value or its likely value."
    )
    text += (
        drawn or " The ranges are not drawn together yet (‘ripeness study’): read the sign of a small slack with care."
    )
    if _leaning(answers):
        told = sum(bool(assumption.because.passages) for assumption in answers.assumptions)
        left = defaults_left(answers.assumptions)
        text = (
            f"It hangs on a draft. Of {count(len(answers.assumptions), 'assumption')}, {told} rest on passages of the "
            f"reports; {left} are wide defaults, under their names, and {given}.{drawn} Read them, change what you "
            "know better, and put your name to them before you rely on an answer."
        )
        kept = "‘ripeness draft REPORTS --case DIR’ keeps the case to be edited; ‘ripeness study’ draws the ranges."
        return Answer("How sure is that?", text, kept, "#assumptions")
    by = f"Judgements by {judgement.analyst}, {judgement.date}." if judgement else "Each assumption names its analyst."
    return Answer("How sure is that?", text, by, "#assumptions")


def _hanging(study: Mapping[str, Any]) -> str:
    """The numbers on which the answer hangs most over the draws, where any matters."""
    telling = [
        each["label"]
        for each in study["ends"]
        if any(None not in (pair := each[name]) and abs(pair[1] - pair[0]) >= TELLING for name in ("zone", "now"))
    ]
    return f" It hangs most on {listed([f'‘{label}’' for label in telling[:3]])}." if telling else ""
