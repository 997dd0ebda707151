"""A tour of Ripeness as a marimo notebook: ``marimo edit docs/tour.py``, from the root of a clone."""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="A tour of Ripeness")


@app.cell
def _():
    import marimo as mo

    import ripeness

    return mo, ripeness


@app.cell
def _(mo):
    mo.md("""
    # A tour of Ripeness

    Is there a deal that every party would take over fighting on? This notebook asks it of an example: the cease-fire
    talks of early 2025, with twelve short reports written for this project and a case whose weights, values and chances
    are **illustrative judgements**. Change a number below and see what changes.
    """)
    return


@app.cell
def _(mo):
    mo.md("""
    ## How many sources are there really?

    Twelve files are not twelve sources. A lane is an original; each report hangs on what it retells.
    """)
    return


@app.cell
def _(ripeness):
    pile = ripeness.read_reports("examples/spring-2025/reports")
    pile
    return (pile,)


@app.cell
def _(mo):
    mo.md("""
    ## Who said and did what?

    Read by rules, with the words of each. Some are read wrongly: look at the words. The tables are Polars frames.
    """)
    return


@app.cell
def _(pile):
    pile.record
    return


@app.cell
def _(pile):
    pile.contradictions().select("kind", "about")
    return


@app.cell
def _(mo):
    mo.md("""
    ## Is there a zone?

    The case says what each party wants and what fighting on leads to. The zone holds the deals that all who must
    consent prefer to fighting to the finish. Triangles: what fighting on is worth; the circle: the deal that leaves
    whoever gains least the most; squares: named offers.
    """)
    return


@app.cell
def _(ripeness):
    case = ripeness.open_case("examples/spring-2025")
    case
    return (case,)


@app.cell
def _(case):
    case.zone()
    return


@app.cell
def _(mo):
    mo.md("""
    ## Why is an offer refused?
    """)
    return


@app.cell
def _(case, mo):
    offers = {verdict.name: verdict for verdict in case.verdicts()}
    offer = mo.ui.dropdown(list(offers), value=next(iter(offers)), label="offer")
    offer
    return offer, offers


@app.cell
def _(offer, offers):
    offers[offer.value]
    return


@app.cell
def _(mo):
    mo.md("""
    ## A deal now?

    A zone is not a deal: waiting may pay. With the talks solved, each side's choice is between agreeing and going on.
    """)
    return


@app.cell
def _(case):
    case.talks()
    return


@app.cell
def _(case):
    case.why_not()[0]
    return


@app.cell
def _(mo):
    mo.md("""
    ## What if?

    How sure is Russia of advancing? Its belief is a number of the case, with a range; so is the mediator's patience.
    """)
    return


@app.cell
def _(mo):
    advance = mo.ui.slider(
        0.04, 0.28, step=0.04, value=0.12, label="chance a month that the front moves up, by Russia's belief"
    )
    patience = mo.ui.dropdown(["engaged", "thin", "gone"], value="thin", label="the mediator's patience")
    mo.vstack([advance, patience])
    return advance, patience


@app.cell
def _(advance, case, patience):
    case.what_if({"beliefs.russia.0.moves.up": advance.value, "now.patience": patience.value})
    return


@app.cell
def _(case):
    case.map("front", "patience")
    return


@app.cell
def _(mo):
    mo.md("""
    ## How sure is that?

    The ranges of the case are drawn together and each draw is solved again. 128 draws are few; `ripeness study` takes
    2,048.
    """)
    return


@app.cell
def _(case):
    case.study(128)
    return


@app.cell
def _(mo):
    mo.md("""
    ## The brief

    All of it on one page that needs no program to be read. Every number there leads to how it came about, and to the
    words that it rests on.
    """)
    return


@app.cell
def _(case):
    case.glance()
    return


if __name__ == "__main__":
    app.run()
