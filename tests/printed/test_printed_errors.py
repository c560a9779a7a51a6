"""Prints that must never be read: ambiguous ones, and ones that are no count."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from morocco_returns.printed import AmbiguousFigure, PrintedError, parse


@pytest.mark.parametrize(
    ("locale", "text", "readings"),
    [
        ("en", "1.770", ["1.770", "1770"]),
        ("en-GB", "about 1.770", ["1.770", "1770"]),
        ("nl", "1,770", ["1.770", "1770"]),
        ("nl-BE", "<1,770", ["1.770", "1770"]),
        ("fr", "1,770", ["1.770", "1770"]),
        ("de", "12,345", ["12.345", "12345"]),
        ("es", "123,456", ["123.456", "123456"]),
        ("it", "1,770", ["1.770", "1770"]),
        ("pt", "1,770", ["1.770", "1770"]),
        ("de-CH", "1.770", ["1.770", "1770"]),
        ("de-CH", "1,770", ["1.770", "1770"]),
        ("es-MX", "1.770", ["1.770", "1770"]),
        ("fr", "1.770", ["1.770", "1770"]),
        ("nl", "tussen 1,770 en 2.000", ["1.770", "1770"]),
        ("nl", "10 tot 20 duizend", ["10 to 20000", "10000 to 20000"]),
        ("nl", "vijf tot tienduizend", ["5 to 10000", "5000 to 10000"]),
        ("en", "one or two hundred", ["1 to 200", "100 to 200"]),
        ("fr", "cinq à dix mille", ["5 to 10000", "5000 to 10000"]),
        (
            "en",
            "between one thousand and one hundred and two thousand",
            ["1000 to 102000", "1100 to 2000"],
        ),
        ("es", "entre 10 y 20 mil", ["10 to 20000", "10000 to 20000"]),
    ],
)
def test_two_honest_readings_are_an_error_that_gives_both(
    locale: str, text: str, readings: list[str]
) -> None:
    """Catches a guess: 1.770 persons read as 1770 in a document that prints decimals so."""
    with pytest.raises(AmbiguousFigure) as error:
        parse(text, locale)
    assert all(reading in str(error.value) for reading in readings)


@pytest.mark.parametrize(("locale", "mark"), [("en", "a dot"), ("nl", "a comma"), ("fr", "a comma")])
def test_the_message_names_the_decimal_mark_and_the_wrong_locale(locale: str, mark: str) -> None:
    """Catches a message from which nobody can tell what to correct."""
    text = "1.770" if locale == "en" else "1,770"
    with pytest.raises(
        AmbiguousFigure, match=rf"in {locale} {mark} is the decimal mark.*number_locale is wrong"
    ):
        parse(text, locale)


WRONG: list[tuple[str, str, str]] = [
    ("nl", "1.77", "wrongly grouped"),
    ("nl", "17.70", "wrongly grouped"),
    ("nl", "1.7700", "wrongly grouped"),
    ("nl", "1234.567", "wrongly grouped"),
    ("nl", "1.234.56", "wrongly grouped"),
    ("nl", "6 120 35", "wrongly grouped"),
    ("en", "1,77", "wrongly grouped"),
    ("nl", "1.770 000", "mixes"),
    ("nl", "1,5", "decimals"),
    ("nl", "1.770,5", "decimals"),
    ("en", "0.770", "decimals"),
    ("en", "1.5", "decimals"),
    ("en", "1,770.50", "decimals"),
    ("en", "1.770.000", "cannot stand twice"),
    ("nl", "1,5 miljoen", "decimals"),
    ("en", "1 770", "not a thousands mark"),
    ("nl", "1'770", "not a thousands mark"),
    ("de-CH", "1.770.000", "cannot stand twice"),
    ("nl", "1.234,5.6", "decimals"),
    ("nl", "200.", "at its end"),
    ("nl", "1..770", "at its end or twice"),
    ("nl", "007", "leading zero"),
    ("nl", "0.770", "leading zero"),
    ("nl", "00", "leading zero"),
    ("nl", "-5", "sign"),
    ("nl", "\u22125", "sign"),
    ("nl", "+5", "sign"),
    ("nl", "tussen -5 en 10", "sign"),
    ("nl", "20%", "percentage"),
    ("nl", "20 ‰", "percentage"),
    ("nl", "twintig procent", "percentage"),
    ("fr", "20 pour cent", "percentage"),
    ("de", "20 Prozent", "percentage"),
    ("es", "20 por ciento", "percentage"),
    ("en", "twenty per cent", "percentage"),
    ("it", "20 per cento", "percentage"),
    ("pt", "20 por cento", "percentage"),
    ("nl", "1_770", "underscore"),
    ("nl", "\u0661\u0662", "digits 0-9"),
    ("nl", "\uff11\uff12", "digits 0-9"),
    ("nl", "½", "digits 0-9"),
    ("nl", "Ⅻ", "digits 0-9"),
    ("nl", "1.770*", "footnote"),
    ("nl", "1.770 *", "footnote"),
    ("nl", "1.770²", "footnote"),
    ("nl", "1.770 (1)", "footnote"),
    ("nl", "1.770†", "footnote"),
    ("nl", "1.770p", "status mark"),
    ("nl", "1\u200b770", "invisible"),
    ("nl", "drie\u00adhonderd", "invisible"),
    ("fr", "ze\u0301ro", "NFC"),
    ("nl", "10\t200", "two figures"),
    ("nl", "10  200", "two figures"),
    ("nl", "10\n200", "two figures"),
    ("nl", "9.007.199.254.740.993", "2\\*\\*53"),
    ("nl", "9" * 5000, "2\\*\\*53"),
    ("fr", "dix millions de milliards", "not a number"),
    ("es", "9007199255 millones", "2\\*\\*53"),
    ("nl", "5.000 duizend", "check the print"),
    ("nl", "20 tot 10", "reversed"),
    ("nl", "20-10", "reversed"),
    ("nl", "10-10", "equal"),
    ("nl", "2022-23", "reversed"),
    ("nl", "10-20-30", "not a number"),
    ("fr", "entre une dizaine et une vingtaine", "vague"),
    ("fr", "entre 10 et une vingtaine", "vague"),
    ("nl", "zo'n 10 tot 20", "before a range"),
    ("nl", "<0", "below 0"),
    ("nl", "bijna nul", "below 0"),
    ("nl", "meer dan minder dan 5", "two qualifiers"),
    ("nl", "<<5", "two qualifiers"),
    ("nl", "ruim", "without a number"),
    ("nl", "environ 200", "not a number in Dutch"),
    ("nl", "200 personen", "not a number"),
    ("nl", "van 10 tot 20", "not a number"),
    ("nl", "twee tientallen", "not a number"),
    ("nl", "miljoen", "not a number"),
    ("en", "hundred", "not a number"),
    ("en", "o", "not a number"),
    ("en", "first", "not a number"),
    ("nl", "ruimte 5", "not a number"),
    ("nl", "x", "not a number"),
]


@pytest.mark.parametrize(("locale", "text", "message"), WRONG)
def test_a_text_that_is_no_count_is_a_clear_error(locale: str, text: str, message: str) -> None:
    """Catches a slip of the keyboard or an out-of-scope print that is read as a count."""
    with pytest.raises(PrintedError, match=message) as error:
        parse(text, locale)
    assert not isinstance(error.value, AmbiguousFigure)


@pytest.mark.parametrize("locale", ["zh", "xx", "", "nl_NL", "nl-XX", "dutch", "nl-!!"])
def test_an_unknown_locale_is_an_error(locale: str) -> None:
    """Catches a silent fall-back to another language's marks."""
    with pytest.raises(PrintedError, match="unknown l"):
        parse("5", locale)


def test_an_unknown_language_lists_the_known_ones() -> None:
    """Catches a message that does not tell which languages are read."""
    with pytest.raises(PrintedError, match="nl.*fr.*de.*es.*en.*it.*pt"):
        parse("5", "zh")


@pytest.mark.parametrize(("text", "locale"), [(5, "nl"), (None, "nl"), ("5", None)])
def test_what_is_not_text_is_an_error(text: object, locale: object) -> None:
    """Catches a number that lost its print in a spreadsheet, or a missing cell."""
    with pytest.raises(PrintedError, match="not text"):
        parse(text, locale)  # type: ignore[arg-type]


def _run(code: str) -> str:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment
    )
    return result.stdout + result.stderr


def test_importing_needs_none_of_the_optional_libraries() -> None:
    """Catches an eager import, which would break `bounds` for users of the plain wheel."""
    code = (
        "import sys\n"
        "from morocco_returns.printed import bounds\n"
        "loaded = {'babel', 'text_to_num'} & set(sys.modules)\n"
        "print(bounds('less_than', 5), loaded)"
    )
    assert _run(code).strip() == "(0, 4) set()"


@pytest.mark.parametrize(("library", "text"), [("babel", "5"), ("text_to_num", "veertig")])
def test_an_absent_library_is_named_with_its_extra(library: str, text: str) -> None:
    """Catches a bare import error that does not say what to install."""
    code = (
        f"import sys; sys.modules[{library!r}] = None\n"
        "from morocco_returns.printed import parse\n"
        f"parse({text!r}, 'nl')"
    )
    output = _run(code)
    assert "ImportError" in output
    assert f"'{library}'" in output
    assert "morocco-returns[parse]" in output
