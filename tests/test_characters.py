"""Letters that deceive: which texts are reported, and which unusual ones are not."""

from __future__ import annotations

import pytest

from morocco_returns.check.characters import text_faults

from .conftest import Copy


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("uitgeprocedeerde BelgiÃ«", "garbled-letters"),
        ("lâ€™annÃ©e derniÃ¨re", "garbled-letters"),
        ("FÃ¼r 20 Personen", "garbled-letters"),
        ("dejÃ vu Ã la frontiÃ¨re", "garbled-letters"),
        ("Ø§Ù„Ù…ØºØ±Ø¨", "garbled-letters"),
        ("М\u0061rokko", "letter-look-alike"),
        ("Mar\u03bfc", "letter-look-alike"),
        ("\U0001d40corocco", "letter-look-alike"),
        ("\uff2d\uff41rokko", "letter-look-alike"),
        ("le \uff11er mai 2011", "letter-look-alike"),
        ("Libert&eacute; &amp; retours", "garbled-letters"),
        ("l&#39;ann\u00e9e", "garbled-letters"),
    ],
)
def test_letters_that_deceive_are_reported(text: str, rule: str) -> None:
    """Catches garbled accents and letters of another alphabet that nobody sees."""
    assert {found for found, _, _ in text_faults(text)} == {rule}


@pytest.mark.parametrize(
    "text",
    [
        "«SÉCURITÉ» l’année – 5 °C, 20 000 €",
        "„Gruß“ über ÖVP‑Spitze…",
        "¿Qué? 1ª, Nº 5, n° 3, § 2, ½, m²",
        "المغرب ٥ ⵍⵎⵖⵔⵉⴱ",
        "Zażółć İstanbul São coöperatie, o\ufb03cial \u0133s",
        "Москва and Moscow, 5 µg, Αθήνα",
        "R&D; Q&A&more; M&S",
    ],
)
def test_unusual_letters_that_are_right_are_not_reported(text: str) -> None:
    """Catches a rule that reports what European and Moroccan sources print."""
    assert list(text_faults(text)) == []


@pytest.mark.parametrize(
    ("quote", "rule"),
    [
        ("674 van hen hebben gÃ©Ã©n verblijf", "garbled-letters"),
        ("674 personnes Ã la fois", "garbled-letters"),
        ("674 manÅ“uvres", "garbled-letters"),
        ("674 â€“ personnes", "garbled-letters"),
        ("674 van h\u0435n", "letter-look-alike"),
        ("674 &amp; meer", "garbled-letters"),
        ("674 van\ufe0f hen", "invisible-character"),
        ("674 van \u3164 hen", "invisible-character"),
    ],
)
def test_the_check_of_cells_looks_at_letters(package: Copy, quote: str, rule: str) -> None:
    """Catches a check of cells that passes deceiving letters by."""
    line = package.edit("observations", "f00054", quote=quote)
    assert (rule, line, "quote") in {(f.rule, f.line, f.column) for f in package.check_cells("observations")}
