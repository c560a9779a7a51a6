"""The vocabulary of printed figures: one entry a language, data only.

To add a word, put it in the field it belongs to; to add a language, add one `Language` to the
table at the end. Phrases are written in lower case, with a straight apostrophe and single
blanks, and separated by " | ". The first phrase of a qualifier is the one `format` prints.

Coding follows the code list `qualifier`. Where a word can be read in two ways the vaguer
reading holds, because its bounds contain the other one:

- "about", not "nearly": de *rund*, *an die*; es and pt *cerca de*; pt *perto de*; nl *tegen de*,
  *richting de*; fr *pas loin de*; en *close to*. All are also said of a number just passed.
- "nearly", as their dictionaries say (below, never above): nl *bijna*, *een kleine*; fr *près
  de*; de *knapp*; en *just under*; es *casi*; it *quasi*; pt *quase*.
- "about", not "exact": every collective noun (fr *-aine*, nl *-tal*, es *-ena*, *centenar*, it
  *-ina*), whatever stands before it: "plus d'une centaine" is about 100. English *a dozen* and
  German *ein Dutzend* are exact 12, as the coding rules fix it; *half a dozen* is about 6, and
  so are their relatives in the other languages.
- "at most": *up to*, nl *tot*, fr *jusqu'à*, de *bis zu*, es *hasta*, it *fino a*, pt *até*:
  before a count the number itself is included (before a date the end words have other rules).
"""

from __future__ import annotations

from collections.abc import Mapping

from morocco_returns.printed.language import Language, Phrases


def _list(text: str) -> Phrases:
    return tuple(phrase.strip() for phrase in text.split("|"))


SYMBOLS: Mapping[str, Phrases] = {
    "about": _list("~ | ≈ | ± | +/- | +-"),
    "less_than": ("<",),
    "at_most": _list("≤ | <="),
    "more_than": (">",),
    "at_least": _list("≥ | >="),
}
"""Signs before the number, the same in every language."""

SYMBOLS_AFTER: Mapping[str, Phrases] = {"at_least": ("+",)}
"""Signs after the number, the same in every language."""

DASHES: Phrases = ("-", "–", "—")
"""Printed alone: nothing there, status M. The first one is what `format` prints."""

BLANKS: Phrases = ("", ".", "..", ":")
"""Printed alone: missing, status O. The first one is what `format` prints."""


DUTCH = Language(
    code="nl",
    name="Dutch",
    before={
        "about": _list(
            "ca. | ca | circa | zo'n | ongeveer | rond | rond de | om en nabij | om en nabij de"
            " | omstreeks | omstreeks de | pakweg | naar schatting | grofweg | plusminus"
            " | plus minus | tegen de | richting de | in de orde van"
        ),
        "nearly": _list(
            "bijna | een kleine | net geen | nagenoeg | haast | krap | net iets minder dan"
            " | iets minder dan | net onder de"
        ),
        "less_than": _list("minder dan | onder de | nog geen"),
        "at_most": _list(
            "hooguit | hoogstens | ten hoogste | maximaal | tot | niet meer dan | maximum | een maximum van"
        ),
        "more_than": _list("meer dan | boven de | over de"),
        "slightly_more_than": _list(
            "ruim | iets meer dan | net iets meer dan | goed | een goede | dik | net boven de | iets boven de"
        ),
        "at_least": _list(
            "ten minste | tenminste | minstens | minimaal | zeker | op zijn minst | minimum"
            " | niet minder dan | een minimum van"
        ),
    },
    after={
        "about": _list("ongeveer | circa | naar schatting | -tal"),
        "at_most": _list("of minder | maximaal | maximum"),
        "at_least": _list("of meer | en meer | minimaal | minimum"),
    },
    between=(("tussen", "en"), ("tussen de", "en"), ("tussen de", "en de")),
    to=_list("tot | à | a | of | tot en met | t/m"),
    zero=_list("nul | geen | geen enkele | geen enkel | geen een | geen één | niemand"),
    articles=_list("een | een klein | een goed"),
    collectives={
        "tweetal": 2,
        "drietal": 3,
        "viertal": 4,
        "vijftal": 5,
        "half dozijn": 6,
        "zestal": 6,
        "zevental": 7,
        "achttal": 8,
        "negental": 9,
        "tiental": 10,
        "dozijn": 12,
        "twaalftal": 12,
        "vijftiental": 15,
        "twintigtal": 20,
        "dertigtal": 30,
        "veertigtal": 40,
        "vijftigtal": 50,
        "zestigtal": 60,
        "zeventigtal": 70,
        "tachtigtal": 80,
        "negentigtal": 90,
        "honderdtal": 100,
        "duizendtal": 1000,
    },
    counted_plurals={},
    indefinite=_list(
        "tientallen | honderden | duizenden | tienduizenden | honderdduizenden | dozijnen"
        " | honderdtallen | tientallen duizenden | miljoenen"
    ),
    few=_list("enkele | enige | een paar | meerdere | verscheidene | verschillende | vele"),
    few_of=_list("honderd | duizend | dozijn"),
    multipliers={"honderd": 100, "duizend": 1000, "miljoen": 1_000_000},
    percent=_list("procent | percent"),
    not_alone=("miljoen", "miljard"),
)

FRENCH = Language(
    code="fr",
    name="French",
    before={
        "about": _list(
            "environ | env. | quelque | à peu près | autour de | autour d' | aux alentours de"
            " | aux alentours d' | aux environs de | aux environs d' | de l'ordre de"
            " | de l'ordre d' | approximativement | grosso modo | pas loin de | pas loin d'"
            " | circa | ca. | plus ou moins"
        ),
        "nearly": _list("près de | près d' | presque | un peu moins de | un peu moins d'"),
        "less_than": _list("moins de | moins d'"),
        "at_most": _list(
            "au plus | tout au plus | au maximum | maximum | un maximum de | un maximum d'"
            " | jusqu'à | pas plus de | pas plus d'"
        ),
        "more_than": _list("plus de | plus d' | au-delà de | au-delà d'"),
        "slightly_more_than": _list("un peu plus de | un peu plus d' | à peine plus de | à peine plus d'"),
        "at_least": _list(
            "au moins | au minimum | minimum | un minimum de | un minimum d' | pas moins de | pas moins d'"
        ),
    },
    after={
        "about": _list("environ | à peu près"),
        "at_most": _list("ou moins | au plus | au maximum | maximum | tout au plus"),
        "at_least": _list("ou plus | et plus | au moins | au minimum | minimum"),
    },
    between=(("entre", "et"),),
    to=_list("à | ou"),
    zero=_list("zéro | zero | nul | aucun | aucune | personne"),
    articles=_list("un | une | une petite | une bonne | un petit | un bon"),
    collectives={
        "demi-douzaine": 6,
        "dizaine": 10,
        "douzaine": 12,
        "quinzaine": 15,
        "vingtaine": 20,
        "trentaine": 30,
        "quarantaine": 40,
        "cinquantaine": 50,
        "soixantaine": 60,
        "centaine": 100,
        "millier": 1000,
    },
    counted_plurals={"dizaines": 10, "douzaines": 12, "centaines": 100, "milliers": 1000},
    indefinite=_list("dizaines de milliers | centaines de milliers | millions"),
    few=_list("des | plusieurs | quelques | de nombreuses | de nombreux"),
    few_of=(),
    multipliers={"mille": 1000, "million": 1_000_000, "millions": 1_000_000},
    percent=_list("pour cent | pourcent"),
    not_alone=("million", "millions", "milliard", "milliards"),
)

GERMAN = Language(
    code="de",
    name="German",
    before={
        "about": _list(
            "etwa | rund | circa | zirka | ca. | ca | ungefähr | um die | an die | schätzungsweise"
            " | in etwa | annähernd"
        ),
        "nearly": _list("knapp | fast | beinahe | nahezu | etwas weniger als | etwas unter | kurz unter"),
        "less_than": _list("weniger als | unter"),
        "at_most": _list("höchstens | maximal | bis zu | nicht mehr als | allenfalls"),
        "more_than": _list("mehr als | über"),
        "slightly_more_than": _list("gut | etwas mehr als | etwas über | kurz über"),
        "at_least": _list("mindestens | wenigstens | zumindest | nicht weniger als"),
    },
    after={
        "about": _list("etwa | ungefähr"),
        "at_most": _list("oder weniger | maximal"),
        "at_least": _list("oder mehr | und mehr"),
    },
    between=(("zwischen", "und"),),
    to=_list("bis | oder"),
    zero=_list("null | kein | keine | keiner | keinen | keines | niemand"),
    articles=_list("ein | eine"),
    collectives={"halbes dutzend": 6},
    counted_plurals={},
    indefinite=_list(
        "dutzende | hunderte | tausende | zehntausende | hunderttausende | millionen | dutzende tausend"
    ),
    few=_list("einige | mehrere | ein paar | viele"),
    few_of=_list("dutzend | hundert | tausend"),
    multipliers={
        "hundert": 100,
        "tausend": 1000,
        "tsd.": 1000,
        "million": 1_000_000,
        "millionen": 1_000_000,
    },
    percent=_list("prozent | vom hundert"),
    dozens={"dutzend": 12},
    respelled={"eine million": "ein million", "eine": "eins"},
    not_alone=("million", "millionen", "milliarde", "milliarden"),
)

SPANISH = Language(
    code="es",
    name="Spanish",
    before={
        "about": _list(
            "aproximadamente | unos | unas | alrededor de | alrededor de los | alrededor de las"
            " | cerca de | cerca de los | cerca de las | en torno a | en torno a los"
            " | en torno a las | aprox. | ca. | circa | más o menos"
        ),
        "nearly": _list("casi | poco menos de | algo menos de | un poco menos de"),
        "less_than": _list("menos de | por debajo de"),
        "at_most": _list("como máximo | hasta | a lo sumo | no más de | un máximo de | como mucho | máximo"),
        "more_than": _list("más de | por encima de"),
        "slightly_more_than": _list("algo más de | poco más de | un poco más de"),
        "at_least": _list("al menos | por lo menos | como mínimo | no menos de | un mínimo de | mínimo"),
    },
    after={
        "about": _list("aproximadamente | más o menos"),
        "at_most": _list("o menos | como máximo | como mucho | a lo sumo"),
        "at_least": _list("o más | y más | como mínimo | al menos | por lo menos"),
    },
    # "de 10 a 20" alone is also how a change is told; a change is two figures and two rows.
    between=(("entre", "y"), ("de", "a")),
    to=_list("a | o | u"),
    zero=_list("cero | ninguno | ninguna | ningún | nadie"),
    articles=_list("un | una"),
    collectives={
        "media docena": 6,
        "decena": 10,
        "docena": 12,
        "quincena": 15,
        "veintena": 20,
        "treintena": 30,
        "cuarentena": 40,
        "cincuentena": 50,
        "centena": 100,
        "centenar": 100,
        "millar": 1000,
    },
    counted_plurals={
        "decenas": 10,
        "docenas": 12,
        "veintenas": 20,
        "centenas": 100,
        "centenares": 100,
        "millares": 1000,
    },
    indefinite=_list(
        "cientos | miles | decenas de miles | cientos de miles | centenares de miles | millones"
    ),
    few=_list("algunos | algunas | unos | unas | varios | varias | unos pocos | unas pocas | muchos"),
    few_of=(),
    multipliers={"mil": 1000, "millón": 1_000_000, "millones": 1_000_000},
    percent=_list("por ciento | por cien"),
    respelled={"veintiún": "veintiuno", "veintiun": "veintiuno"},
    not_alone=("millón", "millon", "millones"),
)

ENGLISH = Language(
    code="en",
    name="English",
    before={
        "about": _list(
            "about | around | approximately | approx. | approx | some | roughly | circa | c. | ca."
            " | ca | close to | an estimated | in the region of | on the order of"
        ),
        "nearly": _list(
            "nearly | almost | just under | just below | slightly under | slightly below"
            " | slightly less than | slightly fewer than | a little under | just short of"
        ),
        "less_than": _list("fewer than | less than | under | below"),
        "at_most": _list("at most | up to | no more than | not more than | a maximum of | maximum"),
        "more_than": _list("more than | over | above | well over | in excess of"),
        "slightly_more_than": _list(
            "slightly more than | slightly over | slightly above | just over | just above"
            " | just more than | a little over | a little more than"
        ),
        "at_least": _list(
            "at least | no fewer than | no less than | not fewer than | not less than"
            " | a minimum of | minimum"
        ),
    },
    after={
        "about": _list("approximately | or so"),
        "at_most": _list("or fewer | or less | at most | maximum"),
        "at_least": _list("or more | and more | at least | minimum"),
    },
    between=(("between", "and"),),
    to=_list("to | or"),
    zero=_list("zero | none | no | nobody | no one | not one | nil"),
    articles=_list("a | an"),
    collectives={"half a dozen": 6, "half-dozen": 6},
    counted_plurals={},
    indefinite=_list(
        "dozens | tens | hundreds | thousands | scores | tens of thousands | hundreds of thousands | millions"
    ),
    few=_list("several | a few | some | many | a couple of"),
    few_of=_list("dozen | hundred | thousand"),
    multipliers={"hundred": 100, "thousand": 1000, "million": 1_000_000},
    percent=_list("per cent | percent"),
    dozens={"dozen": 12},
    respelled={
        "a hundred": "one hundred",
        "a thousand": "one thousand",
        "a million": "one million",
    },
    not_alone=("hundred", "thousand", "million", "billion"),
    not_numbers=("o",),
    blank_marks=False,
)

ITALIAN = Language(
    code="it",
    name="Italian",
    before={
        "about": _list(
            "circa | ca. | all'incirca | intorno a | intorno ai | intorno alle | attorno a"
            " | attorno ai | attorno alle | approssimativamente | più o meno | grosso modo"
        ),
        "nearly": _list("quasi | poco meno di | poco meno d'"),
        "less_than": _list("meno di | meno d' | al di sotto di"),
        "at_most": _list("al massimo | fino a | non più di | al più | tutt'al più | un massimo di | massimo"),
        "more_than": _list("più di | più d' | oltre | al di sopra di"),
        "slightly_more_than": _list("poco più di | poco più d' | un po' più di | poco oltre"),
        "at_least": _list("almeno | non meno di | come minimo | un minimo di | minimo"),
    },
    after={
        "about": _list("circa | all'incirca | più o meno"),
        "at_most": _list("o meno | al massimo"),
        "at_least": _list("o più | e più | almeno | come minimo"),
    },
    between=(("tra", "e"), ("fra", "e")),
    to=_list("a | o"),
    zero=_list("zero | nessuno | nessuna | nessun"),
    articles=_list("un | una | un'"),
    collectives={
        "mezza dozzina": 6,
        "decina": 10,
        "dozzina": 12,
        "quindicina": 15,
        "ventina": 20,
        "trentina": 30,
        "quarantina": 40,
        "cinquantina": 50,
        "sessantina": 60,
        "settantina": 70,
        "ottantina": 80,
        "novantina": 90,
        "centinaio": 100,
        "migliaio": 1000,
    },
    counted_plurals={"decine": 10, "dozzine": 12, "centinaia": 100, "migliaia": 1000},
    indefinite=_list("decine di migliaia | centinaia di migliaia | milioni"),
    few=_list("alcune | alcuni | diverse | diversi | varie | vari | parecchie | molte | qualche"),
    few_of=_list("decina | dozzina | centinaio | migliaio"),
    multipliers={"mila": 1000, "mille": 1000, "milione": 1_000_000, "milioni": 1_000_000},
    percent=_list("per cento | percento"),
    not_alone=("mila", "milione", "milioni", "miliardo", "miliardi"),
)

PORTUGUESE = Language(
    code="pt",
    name="Portuguese",
    before={
        "about": _list(
            "cerca de | aproximadamente | à volta de | por volta de | em torno de | perto de"
            " | uns | umas | mais ou menos | ca."
        ),
        "nearly": _list("quase | pouco menos de | um pouco menos de"),
        "less_than": _list("menos de | abaixo de"),
        "at_most": _list("no máximo | até | não mais de | não mais do que | quando muito | um máximo de"),
        "more_than": _list("mais de | mais do que | acima de"),
        "slightly_more_than": _list("pouco mais de | um pouco mais de"),
        "at_least": _list(
            "pelo menos | ao menos | no mínimo | não menos de | não menos do que | um mínimo de"
        ),
    },
    after={
        "about": _list("aproximadamente | mais ou menos"),
        "at_most": _list("ou menos | no máximo"),
        "at_least": _list("ou mais | e mais | no mínimo | pelo menos"),
    },
    between=(("entre", "e"),),
    to=_list("a | ou"),
    zero=_list("zero | nenhum | nenhuma | ninguém"),
    articles=_list("um | uma"),
    collectives={
        "meia dúzia": 6,
        "dezena": 10,
        "dúzia": 12,
        "quinzena": 15,
        "vintena": 20,
        "centena": 100,
        "milhar": 1000,
    },
    counted_plurals={"dezenas": 10, "dúzias": 12, "centenas": 100, "milhares": 1000},
    indefinite=_list("dezenas de milhares | centenas de milhares | milhões"),
    few=_list("algumas | alguns | várias | vários | umas | uns | muitas | muitos"),
    few_of=(),
    multipliers={"mil": 1000, "milhão": 1_000_000, "milhões": 1_000_000},
    percent=_list("por cento"),
    not_alone=("milhão", "milhões"),
)

LANGUAGES: Mapping[str, Language] = {
    language.code: language for language in (DUTCH, FRENCH, GERMAN, SPANISH, ENGLISH, ITALIAN, PORTUGUESE)
}
"""Every language that `parse` reads, by its BCP 47 language subtag."""

LOCAL_MARKS: Mapping[str, str] = {"fr-BE": ".", "pt-PT": ".", "fr-CH": "'"}
"""Thousands marks in daily use that the locale data leave out (they list one mark a locale)."""
