"""The brief as Markdown, for a paper, a wiki or a mail. Words of reports stand as words, never as mark-up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ripeness.brief.changes import headline
from ripeness.brief.forecasts_section import percent
from ripeness.brief.ledger import passages_of
from ripeness.brief.material import Answers, Material, label, stated
from ripeness.brief.preferences_section import effect, how, spread
from ripeness.brief.study_data import main_of
from ripeness.brief.study_section import NONE, study_figures
from ripeness.brief.summary import summary
from ripeness.brief.talks_section import LEVERS_SHOWN
from ripeness.brief.voice import NOT_YET, deal_title, listed, plain, signed
from ripeness.brief.wording import about, act, cut, heading, originals, when
from ripeness.case.model import CaseFile, StatedPosition
from ripeness.case.numbers import Because, Number
from ripeness.claims import Move, Side
from ripeness.forecasts import Book
from ripeness.inference import Posterior
from ripeness.lineage.tree import origins_of
from ripeness.outlook import Zone
from ripeness.reports import Passage

DEALS_SHOWN = 5
MOVES_SHOWN = 60  # the latest that carry a date, then those that carry none; brief.json has all
# What Markdown, or the HTML that it lets through, would read as more than words.
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~!&]|^[-+](?=\s)|(?<=\d)[.)](?=\s))")
# Where some renderers would begin a link by themselves; a sign of no width parts it.
_ADDRESS = re.compile(r"(?<=\w)(?=://)|(?<=[Ww])(?=ww\.)|(?<=\w)(?=@\w)")


def markdown(material: Material) -> str:
    """The brief as Markdown, with the words of its passages and the places where they stand."""
    parts = [
        _head(material),
        _summary(material),
        _changes(material),
        _sources(material),
        _positions(material),
        _moves(material),
        _contradictions(material),
        *(_deals(material, material.answers) if material.answers else ()),
        _limits(material),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def text(words: str) -> str:
    """Words on one line in which nothing is mark-up, no link and no HTML."""
    line = "".join(sign for sign in " ".join(words.split()) if sign.isprintable())
    return _MARKS.sub(r"\\\1", _ADDRESS.sub(lambda found: f"\u200b{found[0]}", line))


def _head(material: Material) -> str:
    of = (
        f"case as of {material.as_of} · "
        if material.answers
        else f"as of {material.as_of} · "
        if material.as_of
        else ""
    )
    line = f"Brief · {of}{len(material.reports)} reports · inputs `{material.digest()[:12]}`"
    question = material.answers.case.question if material.answers else None
    return "\n\n".join([f"# {text(material.title)}", line, *([text(question)] if question else [])])


def _summary(material: Material) -> str:
    rows = [f"- **{text(each.question)}** {text(each.answer)} *{text(each.rests_on)}*" for each in summary(material)]
    return _section("In short", rows)


def _changes(material: Material) -> str:
    changes, ledger = material.changes, material.ledger
    if changes is None:
        return ""
    rows = [text(headline(changes, ledger)), ""]
    for each in changes.record.lines:
        party, issue = text(ledger.party_name(each.party)), text(ledger.issue_name(each.issue))
        was, now = (listed([side.stance for side in sides]) or "nothing" for sides in (each.before, each.after))
        passages = [passage for side in each.after for passage in side.passages[:1]]
        rows.append(f"- {party} on {issue}: {was} → {now}. {_words(material, passages)}")
    for moved in changes.record.moves:
        rows.append(f"- New: {text(act(ledger, moved))}. {_words(material, moved.passages[:1])}")
    for effect_ in changes.case.effects if changes.case else ():
        what = "; ".join(text(f"{d.label} ({d.before or 'none'} → {d.after or 'none'})") for d in effect_.changes)
        rows.append(f"- {what}: {text(str(effect_.put_in)) if effect_.put_in else 'its effect could not be computed'}")
    rows += [f"- {text(note)}" for note in changes.notes]
    return _section(f"What has changed since {text(changes.since.label)}", rows)


def _sources(material: Material) -> str:
    rows = []
    for origin in origins_of(material.lineage, material.reports):
        head = origin.outlet or label(material.report(origin.head))
        rows.append(f"- {text(head)}{'' if origin.seen else ' (not in the pile)'}")
        for place in origin.places:
            report = material.report(place.report)
            how = f", {place.edge.kind} of {text(place.parent or '')}" if place.edge else ""
            how += ", to be reviewed" if place.edge and place.edge.strength == "review" else ""
            rows.append(f"{'  ' * (place.depth + 1)}- {text(label(report))} ({text(report.id)}{how})")
    return _section("Sources, by independent original", [text(material.lineage.independent.why), "", *rows])


def _positions(material: Material) -> str:
    ledger, rows = material.ledger, []
    for case, position, passages in _stated(material):
        issue = case.issues[position.issue]
        wants = [issue.options[option] for option in position.wants]
        refuses = [issue.options[option] for option in position.refuses]
        said = [f"wants {text(listed(wants))}"] if wants else []
        said += [f"{'firmly ' if position.firm else ''}refuses {text(listed(refuses))}"] if refuses else []
        party = text(case.parties[position.party].name)
        rows.append(f"- {party} on {text(issue.name)}: {'; '.join(said)}. {_because(position.because, passages)}")
    for each in ledger.record.positions:
        party, issue = text(ledger.party_name(each.party)), text(ledger.issue_name(each.issue))
        shown = _words(material, each.passages[:2])
        count = originals(ledger.origins(each.passages))
        rows.append(f"- In the reports, {party} is {each.stance} {issue}, on {count}: {shown}")
    return _section("Who stands where", rows)


def _stated(material: Material) -> Iterator[tuple[CaseFile, StatedPosition, tuple[Passage, ...]]]:
    """The positions of the case with the case that they are of."""
    if material.answers:
        for position, passages in stated(material):
            yield material.answers.case, position, passages


def _moves(material: Material) -> str:
    moves = sorted((move for move in material.record.moves if move.happened), key=lambda move: move.happened)
    undated = [move for move in material.record.moves if not move.happened]
    shown = [*moves[-MOVES_SHOWN:], *undated[: max(0, MOVES_SHOWN - len(moves))]]
    rows = [_move(material, move) for move in shown]
    more = len(material.record.moves) - len(shown)
    if more:
        rows.append(f"- … and {more} more, in brief.json.")
    return _section("What happened, in order", rows)


def _move(material: Material, move: Move) -> str:
    ledger = material.ledger
    issue = f" ({text(ledger.issue_name(move.issue))})" if move.issue else ""
    day = f"{text(when(move.happened))}: " if move.happened else ""
    passages = [telling.passage for telling in move.tellings]
    count = originals(ledger.origins(passages))
    return f"- {day}{text(act(ledger, move))}{issue}, on {count}: {_words(material, passages[:2])}"


def _contradictions(material: Material) -> str:
    rows = []
    for each in material.record.contradictions:
        rows.append(f"- {text(heading(each.about))}: {about(each)}.")
        rows += [f"  - {_side(material, side)}" for side in (each.a, each.b)]
    return _section("Accounts that contradict each other", rows)


def _side(material: Material, side: Side) -> str:
    who = side.teller or (material.ledger.party_name(side.party) if side.party else "The report itself")
    return f"{text(who)}: {_words(material, side.passages[:2])}"


def _deals(material: Material, answers: Answers) -> Iterator[str]:
    for zone in answers.zones:
        yield _section(f"Is there a deal? {text(zone.agenda.title)}", _zone(answers, zone))
    yield _section("Deals that were named", [f"- {text(each.narration)}" for each in answers.verdicts])
    if answers.talks:
        talks = answers.talks
        told = [
            *(each.narration for each in talks.standings),
            *(each.narration for each in talks.interim),
            *(each.narration for each in talks.stalling),
            *(each.narration for each in talks.offers),
            talks.forecast.narration,
            talks.solved.narration,
        ]
        yield _section("The talks, solved", [f"- {text(each)}" for each in dict.fromkeys(told)])
    yield _section("Why there is no deal now", [f"- {text(each.narration)}" for each in answers.why])
    if answers.levers:
        levers = [each.narration for each in answers.levers.levers[:LEVERS_SHOWN]]
        steps = [each.narration for each in (*answers.levers.steps, *answers.steps_now)]
        yield _section("What would change it", [f"- {text(each)}" for each in (*levers, *steps)])
    if answers.study:
        yield _study(answers.study)
    if answers.preferences:
        yield _preferences(answers.preferences)
    if material.forecasts:
        yield _forecasts(material.forecasts)
    yield _assumptions(material, answers)


def _study(data: Mapping[str, Any]) -> str:
    rows = [text(data["narration"]), ""]
    rows += ["| over the draws | mean | standard error | nine draws of ten |", "|---|---|---|---|"]
    rows += [f"| {' | '.join(map(text, row))} |" for row in study_figures(main_of(data))]
    rows.append("")
    for each in data["ends"][:LEVERS_SHOWN]:
        low, high = (NONE if share is None else f"{share:.0%}" for share in each["zone"])
        rows.append(
            f"- ‘{text(each['label'])}’: a zone in {low} of the draws where it is low, {high} where it is high."
        )
    rows += [f"- {text(each['narration'])}" for each in (*data["without_origins"], *data["at_defaults"][:LEVERS_SHOWN])]
    rows += [f"- {text(each['narration'])}" for each in data["levers"]]
    return _section("How far to trust it", rows)


def _preferences(found: Posterior) -> str:
    rows = [text(how(found)), ""]
    for own in found.parties.values():
        rows.append(f"- {text(own.name)}{': ' + text(own.thin) if own.thin else ''}")
        for moved in own.quantities:
            if moved.moved:
                before, after = spread(moved.prior, moved.unit), spread(moved.posterior, moved.unit)
                rows.append(f"  - {text(moved.label)}: {text(before)} before, {text(after)} after, {text(moved.unit)}")
        rows += [f"  - {text(each.item.label)}: {text(effect(own, each))}" for each in own.influences]
    return _section("Preferences that fit the record", [*rows, *(f"- {text(note)}" for note in found.notes)])


def _forecasts(book: Book) -> str:
    rows = [text(book.scores.narration), ""]
    for each in (*book.open, *book.closed):
        said, came = each.forecast, f" It came out: {each.outcome}." if each.outcome else ""
        by = f"{text(said.maker)}, {said.made_at[:10]}"
        rows.append(f"- {percent(said.chance)}: {text(said.question)} ({by}; by {text(said.due)}).{came}")
    return _section("Forecasts kept", rows)


def _zone(answers: Answers, zone: Zone) -> list[str]:
    case, parties = answers.case, list(zone.reservation)
    rows = [text(zone.narration), ""]
    worth = [f"{text(case.parties[party].name)} {plain(round(zone.reservation[party], 3))}" for party in parties]
    rows += [f"Fighting on is worth, by each party's own belief: {', '.join(worth)} (swings).", ""]
    deals = zone.deals or zone.frontier
    if deals:
        names = [text(case.parties[party].name) for party in zone.agenda.consent]
        rows += [f"| deal | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
        for deal in deals[:DEALS_SHOWN]:
            gains = [signed(deal.gain[party]) for party in zone.agenda.consent]
            rows.append(f"| {text(deal_title(case, deal.deal))} | {' | '.join(gains)} |")
        rows += ["", "Gains over fighting on, in swings."]
    rows += [f"- {text(blocker.narration)}" for blocker in zone.blockers]
    return rows


def _assumptions(material: Material, answers: Answers) -> str:
    rows = ["| number | value | because |", "|---|---|---|"]
    for each in answers.assumptions:
        because = _because(each.because, passages_of(each.because, material.by_id)[:1])
        rows.append(f"| {text(each.label)} | {_number(each.number)} {text(each.unit)} | {because} |")
    return _section("Assumptions", rows)


def _number(number: Number) -> str:
    if number.likely is not None and number.low is not None and number.high is not None:
        return f"{plain(number.likely)} ({plain(number.low)} to {plain(number.high)})"
    return plain(number.point)


def _because(because: Because, passages: Sequence[Passage]) -> str:
    reason = [text(because.reason)] if because.reason else []
    by = [f"({text(because.analyst)})"] if because.analyst else []
    return " ".join([*reason, *by, *(_quoted(each) for each in passages)])


def _words(material: Material, passages: Iterable[Passage]) -> str:
    return "; ".join(_quoted(each) for each in passages)


def _quoted(passage: Passage) -> str:
    return f"“{text(cut(passage.exact))}” [{text(passage.report)}, {passage.start}–{passage.end}]"


def _limits(material: Material) -> str:
    told = [*material.notes, *(str(each) for each in material.failures), *material.lineage.notes, *NOT_YET]
    return _section("Method and limits", [f"- {text(each)}" for each in told])


def _section(title: str, rows: Iterable[str]) -> str:
    body = "\n".join(rows).strip()
    return f"## {title}\n\n{body}" if body else ""
