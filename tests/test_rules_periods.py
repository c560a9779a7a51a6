"""Words that say when, in five languages, against dates; and prints that the rules on when must let pass."""

from __future__ import annotations

from datetime import date

import pytest

from morocco_returns.build.metadata import table_path
from morocco_returns.check.calendar_words import units
from morocco_returns.check.days import edtf_days, reduced_days
from morocco_returns.check.period_words import period_fault

from .conftest import Copy
from .test_rules import F125, LETTER

# Words, and the one period that they leave in 2023 (or none that they would contradict).
FITTING = [
    ("nl", "2023 (tot juni)", "2023-01-01", "2023-05-31"),
    ("nl", "tot 1-6-2023", "2023-01-01", "2023-05-31"),
    ("nl", "van 1 tot 16 juni 2023", "2023-06-01", "2023-06-15"),
    ("nl", "januari t/m juni 2023", "2023-01-01", "2023-06-30"),
    ("nl", "tot en met het tweede kwartaal van 2023", "2023-01-01", "2023-06-30"),
    ("nl", "tot eind juni 2023", "2023-01-01", "2023-06-30"),
    ("nl", "eerste halfjaar 2023", "2023-01-01", "2023-06-30"),
    ("nl", "tweede helft van juni 2023", "2023-06-16", "2023-06-30"),
    ("nl", "K2 2023", "2023-04-01", "2023-06-30"),
    ("nl", "na juni 2023", "2023-07-01", "2023-12-31"),
    ("nl", "2022 (stand per juni 2023)", "2022-01-01", "2022-12-31"),
    ("nl", "2019 tot 2023", "2019-01-01", "2022-12-31"),
    ("nl", "winter 2022/2023", "2022-12-01", "2023-02-28"),
    ("en", "through June 2023", "2023-01-01", "2023-06-30"),
    ("en", "before June 2023", "2023-01-01", "2023-05-31"),
    ("en", "between January and June 2023", "2023-01-01", "2023-06-30"),
    ("en", "from January to June 2023", "2023-01-01", "2023-05-31"),
    ("en", "from January to June 2023", "2023-01-01", "2023-06-30"),
    ("en", "until the end of Q2 2023", "2023-01-01", "2023-06-30"),
    ("en", "on June 20, 2023", "2023-06-20", "2023-06-20"),
    ("en", "as of 1 July 2023, in 2022", "2022-01-01", "2022-12-31"),
    ("fr", "jusqu\u2019à fin juin 2023", "2023-01-01", "2023-06-30"),
    ("fr", "entre janvier et juin 2023", "2023-01-01", "2023-06-30"),
    ("fr", "du 1er janvier au 15 juin 2023", "2023-01-01", "2023-06-15"),
    ("fr", "premier semestre 2023", "2023-01-01", "2023-06-30"),
    ("fr", "les sept premiers mois de 2023", "2023-01-01", "2023-07-31"),
    ("fr", "avant le 1er août 2023", "2023-01-01", "2023-07-31"),
    ("de", "bis Ende Juni 2023", "2023-01-01", "2023-06-30"),
    ("de", "bis zum 30. Juni 2023", "2023-01-01", "2023-06-30"),
    ("de", "1. Halbjahr 2023", "2023-01-01", "2023-06-30"),
    ("de", "2022 (Stand: 31. März 2023)", "2022-01-01", "2022-12-31"),
    ("es", "hasta junio de 2023", "2023-01-01", "2023-06-30"),
    ("es", "antes de junio de 2023", "2023-01-01", "2023-05-31"),
    ("es", "1.er trimestre de 2023", "2023-01-01", "2023-03-31"),
    ("es", "a 30 de junio de 2023", "2023-06-30", "2023-06-30"),
    ("it", "fino a giugno 2023", "2023-01-01", "2023-05-31"),
    ("fr", "au troisième trimestre 2023", "2023-07-01", "2023-09-30"),
    ("fr", "au 31 décembre 2023, en 2022", "2022-01-01", "2022-12-31"),
    ("nl", "in de eerste vijf maanden van dit jaar", "2023-01-01", "2023-05-31"),
    ("en", "the first three months of the agreement", "2022-12-01", "2023-02-28"),
    ("en", "the first thirty months", "2023-01-01", "2023-05-31"),
    ("fr", "sur les 6 premiers mois de 2023", "2023-01-01", "2023-06-30"),
    ("fr", "au cours des premiers mois de 2023", "2023-01-01", "2023-02-28"),
    ("fr", "au cours des premiers mois", "2022-12-01", "2023-02-28"),
    ("de", "in den ersten sieben Monaten", "2023-01-01", "2023-07-31"),
    ("es", "los primeros once meses de 2023", "2023-01-01", "2023-11-30"),
    ("es", "los tres primeros trimestres de 2023", "2023-01-01", "2023-09-30"),
    ("nl", "januari-mei 2023", "2023-01-01", "2023-05-31"),
    ("en", "mid-June 2023", "2023-06-15", "2023-06-15"),
    ("de", "2021–2022", "2021-01-01", "2022-12-31"),
]

# The same words against dates that they exclude, and the column where that is told.
MISFITTING = [
    ("nl", "2023 (tot juni)", "2023-01-01", "2023-06-30", "period_end"),
    ("nl", "tot 1-6-2023", "2023-01-01", "2023-06-01", "period_end"),
    ("nl", "januari t/m juni 2023", "2023-01-01", "2023-05-31", "period_end"),
    ("nl", "tot eind juni 2023", "2023-01-01", "2023-05-31", "period_end"),
    ("nl", "tot juni 2023", "2022-01-01", "2022-05-31", "period_end"),
    ("nl", "sinds maart", "2023-04-01", "2023-06-30", "period_printed"),
    ("nl", "tweede kwartaal", "2023-01-01", "2023-03-31", "period_printed"),
    ("nl", "juni 2022", "2023-06-01", "2023-06-30", "period_printed"),
    ("en", "through June", "2023-01-01", "2023-05-31", "period_end"),
    ("en", "between 2021 and 2023", "2021-01-01", "2022-12-31", "period_end"),
    ("en", "first half of 2023", "2023-07-01", "2023-12-31", "period_printed"),
    ("en", "on 20 June 2023", "2023-06-02", "2023-06-02", "period_printed"),
    ("fr", "jusqu'à fin juin", "2023-01-01", "2023-07-31", "period_end"),
    ("fr", "3e trimestre", "2023-04-01", "2023-06-30", "period_printed"),
    ("de", "bis Ende Juni", "2023-01-01", "2023-05-31", "period_end"),
    ("de", "im zweiten Halbjahr 2023", "2023-01-01", "2023-06-30", "period_printed"),
    ("es", "hasta junio", "2023-01-01", "2023-05-31", "period_end"),
    ("es", "primer semestre", "2023-07-01", "2023-12-31", "period_printed"),
    ("it", "2021", "2023-01-01", "2023-12-31", "period_printed"),
    ("fr", "au troisième trimestre 2023", "2023-04-01", "2023-06-30", "period_printed"),
    ("nl", "in de eerste vijf maanden", "2023-01-01", "2023-06-30", "period_end"),
    ("en", "the first five months of 2023", "2023-02-01", "2023-06-30", "period_end"),
    ("fr", "les cinq premiers mois de 2023", "2023-01-01", "2023-04-30", "period_end"),
    ("fr", "au cours des premiers mois de 2023", "2022-01-01", "2022-02-28", "period_printed"),
    ("de", "in den ersten 7 Monaten", "2023-01-01", "2023-06-30", "period_end"),
    ("es", "los once primeros meses", "2023-01-01", "2023-12-31", "period_end"),
    ("fr", "les deux premiers trimestres de 2023", "2023-01-01", "2023-09-30", "period_end"),
    ("nl", "januari - mei 2023", "2023-01-01", "2023-06-30", "period_end"),
    ("en", "January–May 2023", "2023-02-01", "2023-05-31", "period_printed"),
    ("de", "2021-2022", "2022-01-01", "2022-12-31", "period_printed"),
]


def _column(language: str, words: str, start: str, end: str, basis: str = "printed") -> str | None:
    return period_fault(words, language, date.fromisoformat(start), date.fromisoformat(end), basis)[0]


@pytest.mark.parametrize(("language", "words", "start", "end"), FITTING)
def test_dates_that_the_words_allow_are_let_pass(language: str, words: str, start: str, end: str) -> None:
    """Catches a false alarm: a unit taken for another, or a limit that is not one."""
    assert _column(language, words, start, end) is None


@pytest.mark.parametrize(("language", "words", "start", "end", "column"), MISFITTING)
def test_dates_that_the_words_exclude_are_reported(
    language: str, words: str, start: str, end: str, column: str
) -> None:
    """Catches words of one language that are no longer understood."""
    assert _column(language, words, start, end) == column


def test_a_count_until_the_document_may_stop_within_the_last_unit() -> None:
    """Catches an alarm for "t/m 2023" in a letter of June 2023."""
    dates = ("nl", "2019 t/m 2023", "2019-01-01", "2023-06-07")
    assert _column(*dates, "document_date") is None
    assert _column(*dates) == "period_end"


def test_an_open_side_of_the_period_is_no_contradiction() -> None:
    """Catches a guess at a date that is not filled, and an unknown start that hides a wrong end."""
    since = ("sinds juni 2023", "nl", date(2023, 6, 1), None, "printed")
    assert period_fault(*since)[0] is None
    assert period_fault("tot juni 2023", "nl", None, date(2023, 6, 30), "printed")[0] == "period_end"
    assert period_fault("in juni 2022", "nl", date(2023, 1, 1), None, "printed")[0] == "period_printed"
    assert period_fault("sinds juni 2023", "nl", date(2023, 5, 1), None, "printed")[0] == "period_printed"
    assert period_fault("sinds juni 2023", "nl", None, date(2023, 8, 1), "printed")[0] is None
    assert period_fault("first 5 months of 2023", "en", date(2023, 1, 1), None, "printed")[0] is None


@pytest.mark.parametrize("language", ["nl", "en", "fr", "de", "es", "xx", None])
@pytest.mark.parametrize("words", ["39 juni 2023", "99-99-2023", "2023-19-39", "(", "0 mai 1999", "İ Q1"])
def test_no_words_are_beyond_the_reader(language: str | None, words: str) -> None:
    """Catches a crash on a day that does not exist, or on letters that grow when they are small."""
    list(units(words, language))
    edges = (date.min, date.max)
    assert len(period_fault(words, language, *edges, "printed")) == 3


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2023", (date(2023, 1, 1), date(2023, 12, 31))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2023-06-07", (date(2023, 6, 7), date(2023, 6, 7))),
        ("2023-02-30", (None, None)),
        ("2023-13", (None, None)),
        ("0000", (None, None)),
        ("2022-23", (None, None)),
        (None, (None, None)),
    ],
)
def test_a_reduced_date_covers_its_month_or_year(
    text: str | None, days: tuple[date | None, date | None]
) -> None:
    """Catches a month without its last day, and an autumn taken for a date of publication."""
    assert reduced_days(text) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2022-23", (date(2022, 9, 1), date(2022, 11, 30))),
        ("2023-07/2023-12", (date(2023, 7, 1), date(2023, 12, 31))),
        ("2022/..", (date(2022, 1, 1), None)),
        ("2022/", (date(2022, 1, 1), None)),
        ("/2022", (None, date(2022, 12, 31))),
        ("Y170000002", (None, None)),
        ("-0044", (None, None)),
        ("July 2021", (None, None)),
    ],
)
def test_an_open_or_unknown_side_of_an_event_has_no_day(
    text: str, days: tuple[date | None, date | None]
) -> None:
    """Catches a padding of the library that is taken for a date, and a crash beyond the calendar."""
    assert edtf_days(text) == days


# Edits that are right, and that a rule must not report.
RIGHT = [
    ("period-range", "observations", "f00050", {"period_end": "2030-06-30"}),
    ("period-unit", "observations", "f00002", {"period_printed": "2020 (stand juni 2021)"}),
    ("period-unit", "observations", "f00002", {"period_printed": "januari t/m december 2020"}),
    ("period-unit", "observations", "f00005", {"period_printed": "2023 (april)"}),
    ("pace-words", "observations", F125, {"period_kind": "per_month", "quote": "125 each month"}),
    ("pace-words", "observations", "f00002", {"period_printed": "per 1 januari 2020"}),
    ("label-year", "observations", "f00002", {"column_label": "2019-2021", "period_end": "2021-12-31"}),
    ("label-year", "observations", "f00002", {"column_label": "2023", "row_label": "2020"}),
    ("provisional-unmarked", "observations", "f00002", {"obs_status": "P", "column_label": "2020*"}),
    ("provisional-unmarked", "observations", "f00002", {"obs_status": "P", "row_label": "x (voorlopig)"}),
    ("provisional-unsaid", "observations", "f00002", {"obs_status": "A", "column_label": "2020 (vanaf mei)"}),
    ("estimate-unmarked", "observations", "f00002", {"obs_status": "E", "note": '"naar schatting"'}),
    ("forecast-unsaid", "observations", "f00002", {"period_printed": "the next year"}),
    ("event-after-documents", "events", "nl-ma-action-plan", {"date": "2027", "note": "Planned for 2027."}),
    ("after-release", "documents", LETTER, {"published": "2026"}),
    ("accessed-date", "documents", LETTER, {"published": "2026-11"}),
]


@pytest.mark.parametrize(("rule", "table", "key", "cells"), RIGHT)
def test_what_is_right_is_not_reported(
    package: Copy, rule: str, table: str, key: str, cells: dict[str, str]
) -> None:
    """Catches a rule that is stricter than its reason."""
    line = package.edit(table, key, **cells)
    found = package.run_rule(rule)
    assert [finding for finding in found if (finding.file, finding.line) == (table_path(table), line)] == []


@pytest.mark.parametrize("created", [None, 7, "soon", "2026-02-30T00:00:00Z"])
def test_a_package_without_a_day_of_release_is_still_checked(package: Copy, created: object) -> None:
    """Catches a rule that fails where the descriptor names no day of release."""
    package.descriptor(lambda descriptor: descriptor.update(created=created))
    package.edit("documents", LETTER, accessed="2027-01-01")
    assert package.run_rule("after-release") == []
    package.edit("observations", "f00002", period_end="2127-01-01")
    assert [finding.column for finding in package.run_rule("period-range")] == ["period_end"]


def test_an_event_that_an_undated_document_mentions_is_not_judged(package: Copy) -> None:
    """Catches a date of publication that is taken for granted."""
    package.edit("documents", LETTER, published="", published_basis="unknown")
    package.edit("events", "nl-ma-action-plan", date="2026")
    assert package.run_rule("event-after-documents") == []


@pytest.mark.parametrize(
    ("table", "key", "cells", "rule"),
    [
        ("observations", "f00002", {"period_end": "2127-12-31"}, "period-range"),
        ("observations", "f00002", {"period_start": "2127-01-01", "period_end": ""}, "period-range"),
        ("events", "nl-ma-action-plan", {"date": "2201-07"}, "event-future"),
    ],
)
def test_a_year_that_cannot_be_is_reported_once(
    package: Copy, table: str, key: str, cells: dict[str, str], rule: str
) -> None:
    """Catches two rules that report one slip at one place."""
    line = package.edit(table, key, **cells)
    column = next(iter(cells))
    place = (table_path(table), line, column)
    assert {f.rule for f in package.check() if (f.file, f.line, f.column) == place} == {rule}
