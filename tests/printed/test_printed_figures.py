"""Hand-written readings: what each print must mean, language by language."""

from __future__ import annotations

import pytest

from morocco_returns.printed import Reading, parse

Expected = tuple[str, int | None, int | None, int | None, int | None]


def exact(number: int) -> Expected:
    return ("exact", number, None, number, number)


def about(number: int) -> Expected:
    return ("about", None, number, 0, None)


def interval(qualifier: str, lower: int, upper: int | None) -> Expected:
    return (qualifier, None, None, lower, upper)


INDEFINITE: Expected = ("indefinite", None, None, 0, None)

FIGURES: list[tuple[str, str, Expected]] = [
    # The founding prints.
    ("nl", "1.770", exact(1770)),
    ("nl", "1.150", exact(1150)),
    ("nl", "<5", interval("less_than", 0, 4)),
    ("nl", "0", exact(0)),
    ("nl", "6", exact(6)),
    ("nl", "ca. 200", about(200)),
    ("nl", "ruim 300", interval("slightly_more_than", 301, None)),
    ("nl", "bijna 80.000", interval("nearly", 0, 79_999)),
    ("nl", "ruim 5.000", interval("slightly_more_than", 5001, None)),
    ("nl", "674", exact(674)),
    ("en", "a thousand", exact(1000)),
    ("en", "125", exact(125)),
    ("en", "250", exact(250)),
    ("en", "700", exact(700)),
    # Dutch
    ("nl", "veertig", exact(40)),
    ("nl", "Veertig", exact(40)),
    ("nl", "honderd", exact(100)),
    ("nl", "tweehonderdvijftig", exact(250)),
    ("nl", "drieëntwintig", exact(23)),
    ("nl", "5 duizend", exact(5000)),
    ("nl", "geen enkele", exact(0)),
    ("nl", "niemand", exact(0)),
    ("nl", "zo’n 50", about(50)),
    ("nl", "zo'n 50", about(50)),
    ("nl", "om en nabij de 50", about(50)),
    ("nl", "hooguit zo'n 50", about(50)),
    ("nl", "een tiental", about(10)),
    ("nl", "een twintigtal", about(20)),
    ("nl", "ruim een honderdtal", about(100)),
    ("nl", "een kleine duizend", interval("nearly", 0, 999)),
    ("nl", "net geen 100", interval("nearly", 0, 99)),
    ("nl", "minder dan vijf", interval("less_than", 0, 4)),
    ("nl", "meer dan duizend", interval("more_than", 1001, None)),
    ("nl", "goed 300", interval("slightly_more_than", 301, None)),
    ("nl", "ten minste 12", interval("at_least", 12, None)),
    ("nl", "12 of meer", interval("at_least", 12, None)),
    ("nl", "hooguit 20", interval("at_most", 0, 20)),
    ("nl", "tot 20", interval("at_most", 0, 20)),
    ("nl", "tientallen", INDEFINITE),
    ("nl", "enkele tientallen", INDEFINITE),
    ("nl", "een paar honderd", INDEFINITE),
    ("nl", "10 tot 20", interval("between", 10, 20)),
    ("nl", "10 à 20", interval("between", 10, 20)),
    ("nl", "tussen de 10 en 20", interval("between", 10, 20)),
    ("nl", "tussen tien en vijfentwintig", interval("between", 10, 25)),
    ("nl", "1.000-2.000", interval("between", 1000, 2000)),
    ("nl", "10 – 20", interval("between", 10, 20)),
    ("nl", "vijfhonderd tot tweeduizend", interval("between", 500, 2000)),
    ("nl", "nul tot vijfduizend", interval("between", 0, 5000)),
    ("nl", "1 770", exact(1770)),
    # French
    ("fr", "1\u202f770", exact(1770)),
    ("fr", "1\u00a0770", exact(1770)),
    ("fr", "1\u2009770", exact(1770)),
    ("fr", "1 234 567", exact(1_234_567)),
    ("fr-BE", "1.770", exact(1770)),
    ("fr-CH", "1’770", exact(1770)),
    ("fr", "mille", exact(1000)),
    ("fr", "cent", exact(100)),
    ("fr-BE", "nonante-sept", exact(97)),
    ("fr", "quatre-vingt-dix-sept", exact(97)),
    ("fr", "80 mille", exact(80_000)),
    ("fr", "aucune", exact(0)),
    ("fr", "zéro", exact(0)),
    ("fr", "une dizaine", about(10)),
    ("fr", "une centaine", about(100)),
    ("fr", "un millier", about(1000)),
    ("fr", "deux centaines", about(200)),
    ("fr", "2 centaines", about(200)),
    ("fr", "une douzaine", about(12)),
    ("fr", "environ 200", about(200)),
    ("fr", "200 environ", about(200)),
    ("fr", "quelque 200", about(200)),
    ("fr", "près d’un millier", about(1000)),
    ("fr", "plus d'une centaine", about(100)),
    ("fr", "près de 200", interval("nearly", 0, 199)),
    ("fr", "moins de 5", interval("less_than", 0, 4)),
    ("fr", "plus de mille", interval("more_than", 1001, None)),
    ("fr", "un peu plus de 300", interval("slightly_more_than", 301, None)),
    ("fr", "au moins 12", interval("at_least", 12, None)),
    ("fr", "jusqu'à 20", interval("at_most", 0, 20)),
    ("fr", "20 au plus", interval("at_most", 0, 20)),
    ("fr", "des dizaines", INDEFINITE),
    ("fr", "plusieurs centaines", INDEFINITE),
    ("fr", "des milliers", INDEFINITE),
    ("fr", "entre 10 et 20", interval("between", 10, 20)),
    ("fr", "entre vingt et un et trente", interval("between", 21, 30)),
    ("fr", "10 à 20", interval("between", 10, 20)),
    # German
    ("de", "1.770", exact(1770)),
    ("de-CH", "1'770", exact(1770)),
    ("de-CH", "1’770", exact(1770)),
    ("de", "tausend", exact(1000)),
    ("de", "eine Million", exact(1_000_000)),
    ("de", "ein Dutzend", exact(12)),
    ("de", "zwei Dutzend", exact(24)),
    ("de", "keine", exact(0)),
    ("de", "null", exact(0)),
    ("de", "rund 200", about(200)),
    ("de", "etwa 200", about(200)),
    ("de", "knapp 200", interval("nearly", 0, 199)),
    ("de", "gut 300", interval("slightly_more_than", 301, None)),
    ("de", "über 300", interval("more_than", 301, None)),
    ("de", "unter 5", interval("less_than", 0, 4)),
    ("de", "mindestens 12", interval("at_least", 12, None)),
    ("de", "bis zu 20", interval("at_most", 0, 20)),
    ("de", "Dutzende", INDEFINITE),
    ("de", "mehrere Hundert", INDEFINITE),
    ("de", "zwischen 10 und 20", interval("between", 10, 20)),
    ("de", "10 bis 20", interval("between", 10, 20)),
    # Spanish
    ("es", "1.770", exact(1770)),
    ("es", "mil", exact(1000)),
    ("es", "80 mil", exact(80_000)),
    ("es", "veintiún mil", exact(21_000)),
    ("es", "ninguno", exact(0)),
    ("es", "unos 200", about(200)),
    ("es", "cerca de 200", about(200)),
    ("es", "un centenar", about(100)),
    ("es", "más de un millar", about(1000)),
    ("es", "dos centenares", about(200)),
    ("es", "una quincena", about(15)),
    ("es", "casi 200", interval("nearly", 0, 199)),
    ("es", "más de 300", interval("more_than", 301, None)),
    ("es", "algo más de 300", interval("slightly_more_than", 301, None)),
    ("es", "menos de cinco", interval("less_than", 0, 4)),
    ("es", "al menos 12", interval("at_least", 12, None)),
    ("es", "12 o más", interval("at_least", 12, None)),
    ("es", "como máximo 20", interval("at_most", 0, 20)),
    ("es", "decenas", INDEFINITE),
    ("es", "unos cientos", INDEFINITE),
    ("es", "miles", INDEFINITE),
    ("es", "entre 10 y 20", interval("between", 10, 20)),
    ("es", "entre treinta y cinco y cuarenta", interval("between", 35, 40)),
    ("es", "de 10 a 20", interval("between", 10, 20)),
    # English
    ("en", "1,770", exact(1770)),
    ("en-GB", "1,234,567", exact(1_234_567)),
    ("en", "one hundred", exact(100)),
    ("en", "two hundred and fifty", exact(250)),
    ("en", "5 thousand", exact(5000)),
    ("en", "a dozen", exact(12)),
    ("en", "none", exact(0)),
    ("en", "no", exact(0)),
    ("en", "half a dozen", about(6)),
    ("en", "some 200", about(200)),
    ("en", "c. 200", about(200)),
    ("en", "at most about 50", about(50)),
    ("en", "just under 200", interval("nearly", 0, 199)),
    ("en", "just over 300", interval("slightly_more_than", 301, None)),
    ("en", "over 300", interval("more_than", 301, None)),
    ("en", "fewer than five", interval("less_than", 0, 4)),
    ("en", "no fewer than 12", interval("at_least", 12, None)),
    ("en", "12 or more", interval("at_least", 12, None)),
    ("en", "12+", interval("at_least", 12, None)),
    ("en", "up to 20", interval("at_most", 0, 20)),
    ("en", "no more than 20", interval("at_most", 0, 20)),
    ("en", "dozens", INDEFINITE),
    ("en", "several hundred", INDEFINITE),
    ("en", "a few dozen", INDEFINITE),
    ("en", "tens of thousands", INDEFINITE),
    ("en", "between 10 and 20", interval("between", 10, 20)),
    ("en", "10 or 20", interval("between", 10, 20)),
    ("en", "between one hundred and five and two hundred", interval("between", 105, 200)),
    # Italian
    ("it", "1.770", exact(1770)),
    ("it-CH", "1’770", exact(1770)),
    ("it", "mille", exact(1000)),
    ("it", "duemila", exact(2000)),
    ("it", "80 mila", exact(80_000)),
    ("it", "nessuno", exact(0)),
    ("it", "una decina", about(10)),
    ("it", "un'ottantina", about(80)),
    ("it", "un centinaio", about(100)),
    ("it", "due centinaia", about(200)),
    ("it", "circa 200", about(200)),
    ("it", "quasi 200", interval("nearly", 0, 199)),
    ("it", "poco più di 300", interval("slightly_more_than", 301, None)),
    ("it", "oltre 300", interval("more_than", 301, None)),
    ("it", "meno di cinque", interval("less_than", 0, 4)),
    ("it", "almeno 12", interval("at_least", 12, None)),
    ("it", "al massimo 20", interval("at_most", 0, 20)),
    ("it", "decine", INDEFINITE),
    ("it", "qualche decina", INDEFINITE),
    ("it", "tra 10 e 20", interval("between", 10, 20)),
    # Portuguese
    ("pt", "1.770", exact(1770)),
    ("pt-PT", "1\u00a0770", exact(1770)),
    ("pt-PT", "1.770", exact(1770)),
    ("pt", "mil e quinhentos", exact(1500)),
    ("pt", "80 mil", exact(80_000)),
    ("pt", "nenhuma", exact(0)),
    ("pt", "uma dezena", about(10)),
    ("pt", "um milhar", about(1000)),
    ("pt", "duas centenas", about(200)),
    ("pt", "cerca de 200", about(200)),
    ("pt", "quase 200", interval("nearly", 0, 199)),
    ("pt", "pouco mais de 300", interval("slightly_more_than", 301, None)),
    ("pt", "mais de 300", interval("more_than", 301, None)),
    ("pt", "menos de cinco", interval("less_than", 0, 4)),
    ("pt", "pelo menos 12", interval("at_least", 12, None)),
    ("pt", "até 20", interval("at_most", 0, 20)),
    ("pt", "centenas", INDEFINITE),
    ("pt", "entre 10 e 20", interval("between", 10, 20)),
    ("pt", "entre mil e cem e dois mil", interval("between", 1100, 2000)),
]


@pytest.mark.parametrize(("locale", "text", "expected"), FIGURES)
def test_a_print_has_its_hand_written_reading(locale: str, text: str, expected: Expected) -> None:
    """Catches a word under the wrong qualifier, a bound off by one, a mark misread."""
    assert parse(text, locale) == Reading(*expected, obs_status=None)


NUMBER_WORDS: dict[str, dict[str, int]] = {
    "nl": {
        "één": 1,
        "zestien": 16,
        "eenentwintig": 21,
        "tweeëndertig": 32,
        "tachtig": 80,
        "honderdeneen": 101,
        "honderd en vijftig": 150,
        "vijftienhonderd": 1500,
        "duizend tweehonderd": 1200,
        "driehonderdduizend": 300_000,
    },
    "fr": {
        "un": 1,
        "seize": 16,
        "vingt et un": 21,
        "vingt-et-un": 21,
        "soixante et onze": 71,
        "quatre-vingts": 80,
        "cent un": 101,
        "deux cent cinquante": 250,
        "mille cinq cents": 1500,
        "trois cent mille": 300_000,
    },
    "de": {
        "eine": 1,
        "sechzehn": 16,
        "einundzwanzig": 21,
        "dreißig": 30,
        "hunderteins": 101,
        "zweihundertfünfzig": 250,
        "fünfzehnhundert": 1500,
        "eintausend": 1000,
        "dreihunderttausend": 300_000,
    },
    "es": {
        "uno": 1,
        "dieciséis": 16,
        "veintiuno": 21,
        "treinta y uno": 31,
        "ciento uno": 101,
        "doscientas cincuenta": 250,
        "mil quinientos": 1500,
        "trescientos mil": 300_000,
        "un millón": 1_000_000,
    },
    "en": {
        "one": 1,
        "sixteen": 16,
        "twenty-one": 21,
        "forty five": 45,
        "a hundred and one": 101,
        "two hundred fifty": 250,
        "fifteen hundred": 1500,
        "three hundred thousand": 300_000,
        "a million": 1_000_000,
    },
    "it": {
        "uno": 1,
        "sedici": 16,
        "ventuno": 21,
        "ventotto": 28,
        "centouno": 101,
        "duecentocinquanta": 250,
        "millecinquecento": 1500,
        "trecentomila": 300_000,
        "un milione": 1_000_000,
    },
    "pt": {
        "um": 1,
        "dezasseis": 16,
        "dezesseis": 16,
        "vinte e um": 21,
        "cento e um": 101,
        "duzentas e cinquenta": 250,
        "mil e quinhentos": 1500,
        "trezentos mil": 300_000,
        "um milhão": 1_000_000,
    },
}


@pytest.mark.parametrize(
    ("locale", "text", "number"),
    [(code, text, number) for code, words in NUMBER_WORDS.items() for text, number in words.items()],
)
def test_number_words_are_exact(locale: str, text: str, number: int) -> None:
    """Catches a number word that a new version of the library reads otherwise."""
    assert parse(text, locale) == Reading(*exact(number), obs_status=None)


@pytest.mark.parametrize("language", ["nl", "fr", "de", "es", "en", "it", "pt"])
def test_every_language_has_at_least_twelve_hand_written_figures(language: str) -> None:
    """Catches a language added to the table without figures that somebody wrote by hand."""
    assert sum(locale.partition("-")[0] == language for locale, _, _ in FIGURES) >= 12


@pytest.mark.parametrize("language", ["nl", "fr", "de", "es", "en", "it", "pt"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<5", interval("less_than", 0, 4)),
        ("< 5", interval("less_than", 0, 4)),
        ("<1", interval("less_than", 0, 0)),
        ("≤5", interval("at_most", 0, 5)),
        ("<=5", interval("at_most", 0, 5)),
        (">5", interval("more_than", 6, None)),
        ("≥ 5", interval("at_least", 5, None)),
        (">=5", interval("at_least", 5, None)),
        ("~5", about(5)),
        ("±5", about(5)),
        ("5+", interval("at_least", 5, None)),
        ("10-20", interval("between", 10, 20)),
        ("10–20", interval("between", 10, 20)),
        ("9007199254740992", exact(2**53)),
    ],
)
def test_symbols_mean_the_same_in_every_language(language: str, text: str, expected: Expected) -> None:
    """Catches a sign read as its neighbour ("<=" as "<") or bound to one language."""
    assert parse(text, language) == Reading(*expected, obs_status=None)


@pytest.mark.parametrize("language", ["nl", "fr", "de", "es", "en", "it", "pt"])
@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("-", "M"),
        ("–", "M"),
        ("—", "M"),
        (" - ", "M"),
        ("", "O"),
        ("  ", "O"),
        (".", "O"),
        ("..", "O"),
        (":", "O"),
    ],
)
def test_a_cell_without_a_figure_has_a_status_and_nothing_else(language: str, text: str, status: str) -> None:
    """Catches a blank or a dash that turns into a 0."""
    assert parse(text, language) == Reading(None, None, None, None, None, status)


@pytest.mark.parametrize("text", ["RUIM  5.000", "ruim\u00a05.000", "\truim 5.000\n", "Ruim 5.000"])
def test_case_and_blanks_do_not_matter(text: str) -> None:
    """Catches a capital at the start of a sentence or a hard blank that hides a qualifier."""
    assert parse(text, "nl") == parse("ruim 5.000", "nl")
