from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import override
from pytest_django.asserts import assertHTMLEqual, assertInHTML

from undersigned.ui.evidence import MEANINGS, WORDS
from undersigned.ui.journey import Station
from undersigned.ui.pieces import Citation, Moment, Side, Statement

LEDGER = Citation(
    "Pool hours", "The Sample Ledger", "press", date(2026, 3, 4), "https://e.example/"
)
MINUTES = Citation("Minutes", "The clerk", "official", "March 2026")


def rendered(source: str, **facts: Any) -> str:
    return Template(source).render(Context(facts))


@pytest.mark.parametrize("level", WORDS)
def test_an_evidence_mark_says_its_level_in_words_and_leads_to_the_proof(level: str) -> None:
    mark = rendered("{% evidence level '/proof/' 'how it was counted' %}", level=level)
    assert mark.startswith(f'<a class="evidence evidence-{level}" href="/proof/">')
    assert 'aria-hidden="true" focusable="false"' in mark
    assert f'<span class="evidence-word">{WORDS[level]}</span>' in mark
    assert '<span class="visually-hidden">: how it was counted</span></a>' in mark


def test_an_evidence_mark_without_a_proof_is_no_link() -> None:
    mark = rendered("{% evidence 'reported' %}")
    assert mark.startswith('<span class="evidence evidence-reported">')
    assert "href" not in mark


def test_the_five_marks_differ_in_shape_and_not_only_in_colour() -> None:
    shapes = {rendered("{% evidence level %}", level=level).split("<span")[1] for level in WORDS}
    assert len(shapes) == 5
    assert list(WORDS) == list(MEANINGS)


def test_a_level_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        rendered("{% evidence 'certain' %}")


def test_a_figure_holds_its_number_for_programs_and_for_people() -> None:
    figure = rendered("{% figure 1204 'confirmed' '/count/' 'signatures' live='/count.json' %}")
    assertInHTML(
        '<data class="figure-value" value="1204" data-figure data-proof="/count/"'
        ' data-live-count="/count.json">1,204</data>',
        figure,
    )
    assertInHTML('<span class="figure-label">signatures</span>', figure)
    assert figure.count('href="/count/"') == 1


def test_a_reported_figure_keeps_the_words_of_the_report() -> None:
    figure = rendered("{% figure 1200 'reported' '/s/' 'names' shown='more than 1,200' %}")
    assertInHTML(
        '<data class="figure-value" value="1200" data-figure data-proof="/s/">more than 1,200</data>',
        figure,
    )


STATIONS = (
    Station("Opened", "done", date(2026, 2, 1), href="#text"),
    Station("Signatures", "now", note="until March 31"),
    Station("Delivery", "next", "April 2026", note="expected"),
    Station("Hearing", "later"),
)


def test_the_journey_line_says_where_it_is_and_what_comes_next() -> None:
    line = rendered("{% journey_line stations %}", stations=STATIONS)
    assert line.count("<li ") == 4
    assert line.count('aria-current="step"') == 1
    assertInHTML('<span class="station-label"><a href="#text">Opened</a></span>', line)
    assertInHTML('<span class="station-state">now</span>', line)
    assertInHTML('<span class="visually-hidden">done</span>', line)
    assertInHTML('<span class="visually-hidden">later</span>', line)
    assertInHTML(
        '<span class="station-when"><time datetime="2026-02-01">February 1, 2026</time></span>',
        line,
    )
    assertInHTML('<span class="station-when">April 2026, expected</span>', line)


def test_the_brief_line_repeats_now_and_next_for_the_eye_alone() -> None:
    line = rendered("{% journey_line stations brief=True %}", stations=STATIONS)
    words = line[line.index('<p class="journey-words" aria-hidden="true">') :]
    assert "Signatures, until March 31" in words
    assert "Delivery, April 2026, expected" in words
    assert "Hearing" not in words


def test_sides_stand_in_one_row_of_equals() -> None:
    sides = (
        Side("Asked", "Open till nine.", "en", "confirmed", LEDGER),
        Side("Adopted", "Hasta las ocho.", "es"),
    )
    html = rendered("{% include 'ui/side_by_side.html' with sides=sides %}", sides=sides)
    assert html.count('<section class="side">') == 2
    assert html.count("<h3") == 2
    assert '<blockquote class="set" lang="es" dir="auto"><p>Hasta las ocho.</p>' in html


def test_every_statement_uses_the_same_template_and_names_its_source() -> None:
    reply = Statement("B. Sample", "Says no.", quoted=False, when="March 2026", source=MINUTES)
    said = Statement("A. Sample", "Yes.", "member", source=LEDGER, replies=(reply,))
    html = rendered("{% include 'ui/statement.html' with statement=said %}", said=said)
    assert html.count('<article class="statement">') == 2
    assert html.count("<blockquote") == 1  # own words are a quotation, a summary is none
    assertInHTML('<p class="small quiet">In summary:</p>', html)
    assertInHTML(
        '<span class="citation"><a href="https://e.example/" rel="external">Pool hours</a>, '
        'The Sample Ledger (press), <time datetime="2026-03-04">March 4, 2026</time></span>',
        html,
    )
    assertInHTML(
        '<span class="citation"><cite>Minutes</cite>, The clerk (official), March 2026</span>', html
    )


def test_what_people_wrote_is_escaped() -> None:
    said = Statement("<b>A</b>", "<script>x</script>", source=Citation("<i>", href='"><b>'))
    html = rendered("{% include 'ui/statement.html' with statement=said %}", said=said)
    assert "<script>" not in html
    assert "<b>A" not in html
    assert '"><b>' not in html


def test_a_timeline_has_a_source_on_every_line() -> None:
    moments = (
        Moment("October 2025", "Began.", level="reported", sources=(LEDGER,), anchor="e1"),
        Moment(date(2026, 3, 3), "Heard.", level="certified", sources=(MINUTES, LEDGER)),
    )
    html = rendered("{% include 'ui/timeline.html' with moments=moments %}", moments=moments)
    lines = html.split('<li class="moment"')[1:]
    assert [line.count('class="citation"') for line in lines] == [1, 2]
    assert lines[0].startswith(' id="e1"')


@pytest.mark.parametrize(
    ("kind", "role"), [("note", ""), ("warning", ""), ("success", "status"), ("problem", "alert")]
)
def test_a_callout_is_announced_when_it_answers_what_somebody_did(kind: str, role: str) -> None:
    html = rendered("{% callout kind 'Title' %}<p>Words</p>{% endcallout %}", kind=kind)
    attribute = f' role="{role}"' if role else ""
    assertHTMLEqual(
        html,
        f'<div class="callout callout-{kind}"{attribute}><p class="callout-title">Title</p><p>Words</p></div>',
    )


def test_a_callout_takes_only_known_kinds() -> None:
    with pytest.raises(TemplateSyntaxError, match="danger"):
        rendered("{% callout 'danger' %}{% endcallout %}")


@pytest.mark.parametrize(
    ("language", "number", "day", "moment"),
    [
        ("en", "12,345", "March 4, 2026", "March 4, 2026, 4:05 p.m. EST"),
        ("es", "12,345", "4 de marzo de 2026", "4 de marzo de 2026, 16:05 EST"),
    ],
)
def test_numbers_and_dates_are_written_in_full(
    language: str, number: str, day: str, moment: str
) -> None:
    at = datetime(2026, 3, 4, 21, 5, tzinfo=UTC)
    with override(language):
        assert rendered("{{ n|grouped }}", n=12345) == number
        assert rendered("{{ at|day }}", at=at) == f'<time datetime="2026-03-04">{day}</time>'
        assert (
            rendered("{{ at|moment }}", at=at)
            == f'<time datetime="2026-03-04T16:05:00-05:00">{moment}</time>'
        )


def test_words_in_the_place_of_a_date_or_number_pass_unchanged_and_escaped() -> None:
    assert (
        rendered("{{ a|day }}|{{ b|grouped }}|{{ c|day }}", a="<May>", b="some", c=None)
        == "&lt;May&gt;|some|"
    )


def test_pagination_keeps_the_search() -> None:
    page_obj = Paginator(range(30), 10).page(2)
    html = rendered("{% include 'ui/pagination.html' %}", page_obj=page_obj, query="q=a&")
    assert 'rel="prev" href="?q=a&amp;page=1"' in html
    assert 'rel="next" href="?q=a&amp;page=3"' in html
    assert (
        rendered("{% include 'ui/pagination.html' %}", page_obj=Paginator([], 10).page(1)).strip()
        == ""
    )
