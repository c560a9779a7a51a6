"""For every rule something that it reports, and how to mend that: for `validate --explain`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """What is reported, and what would be right."""

    bad: str
    mend: str


EXAMPLES: Mapping[str, Example] = {
    rule: Example(bad, mend)
    for rule, bad, mend in [
        # the package
        (
            "could-not-run",
            "`morocco-returns validate nowhere`",
            "Name the folder of a package, or its datapackage.json.",
        ),
        (
            "descriptor",
            "A datapackage.json that ends in the middle of a line.",
            "Run `make build`: the descriptor is built, never edited by hand.",
        ),
        (
            "profile",
            'The name "Returns to Morocco", or a keyword that is listed twice.',
            "Correct schemas/package.yaml and run `make build`: the descriptor is never edited by hand.",
        ),
        (
            "profile-unknown",
            'A `$schema` of version 1, or the profile "data-package".',
            "Name version 2.0; in datapackage.json `make build` does so.",
        ),
        (
            "property-unknown",
            "`licence` for `licenses`.",
            "Spell it as the standard does; in datapackage.json a property of your own begins with x_.",
        ),
        ("json-key-twice", "Two keys `title` in one resource.", "Keep one of them."),
        ("json-not-finite", "`NaN`, or `1e999`.", "Write a number, or leave the key out."),
        (
            "inline",
            "A resource with `data`, or with its schema written out.",
            "Put rows and schema into files of their own, and name these.",
        ),
        (
            "resource-twice",
            "Two resources `areas`, or `Areas` and `areas`, or two with one path.",
            "Take out the one that is too many.",
        ),
        ("declared-encoding", 'The encoding "iso-8859-1".', 'Save the file as UTF-8 and declare "utf-8".'),
        (
            "declared-dialect",
            'The delimiter ";".',
            "Save the file with commas, and run `make build`, which declares them.",
        ),
        (
            "declared-form",
            'The format "tsv", or the mediatype "text/plain".',
            'Run `make build`, which declares "csv" and "text/csv".',
        ),
        ("version", "`0.1`", "`0.1.0`, in schemas/package.yaml."),
        ("created", "`2026-11-22`", "`2026-11-22T00:00:00Z`, which `make build` writes."),
        (
            "licence",
            '"CC BY 4.0", or no licence at all.',
            "Name it as the SPDX list does: `CC-BY-4.0`.",
        ),
        ("title-missing", "A resource whose title is blank.", "Say in a few words what it is."),
        (
            "contributor",
            'A contributor without title, or with the role "editor".',
            "Name person or office, and a role of the standard, such as maintainer.",
        ),
        ("source", "A source with a path alone.", "Give it a title."),
        (
            "web-address",
            "`http://localhost/letter`, or an address with a blank in it.",
            "Copy the public address, as the address bar gives it.",
        ),
        (
            "path-outside",
            'The path "../figures.csv", or a link to a file elsewhere.',
            "Name a file below the descriptor's folder.",
        ),
        (
            "path-remote",
            'The path "https://example.org/figures.csv".',
            "Put the file into the package and name it there; nothing is fetched.",
        ),
        ("path-form", "`./data/areas.csv` or `data//areas.csv`", "`data/areas.csv`"),
        (
            "table-missing",
            "A descriptor without the resource `series`.",
            "Restore the resource, its file and its schema.",
        ),
        (
            "schema",
            "A schema that ends in the middle of a line, or a field `Page Number`.",
            "Restore the file; names are small letters, digits and underscores.",
        ),
        (
            "schema-replaced",
            "schemas/areas.json cannot be read, so that data/areas.csv is held against the installed one.",
            "Restore the schema file, for which there is an error too.",
        ),
        (
            "schema-key",
            "The primary key `area`, where the field is called `area_id`.",
            "Name a field of the schema.",
        ),
        ("field-twice", "The fields `page` and `Page`.", "Give each a name of its own."),
        ("field-type", 'A field of type "year".', "string, integer, number, boolean or date."),
        ("missing-values", '`["", "-"]`', '`[""]`, or leave missingValues out.'),
        (
            "constraint",
            'The minimum "1" in quotation marks, or a minimum of a text.',
            "Use a constraint that the type of the field takes, in its own form.",
        ),
        (
            "enum",
            "The code `N/A` in a field whose pattern allows small letters alone.",
            "Correct the code or the pattern.",
        ),
        (
            "categories",
            "Labels for `exact` and `about`, where the enum has a third code.",
            "Give every code of the enum one label, in the same order.",
        ),
        ("pattern-broken", "`[a-z`", "`[a-z]`"),
        ("pattern-slow", "`(a+)+`", "`a+`"),
        ("pattern-loose", r"`\d{4}`, or `^a$`", "`[0-9]{4}`, and `a`: a pattern holds for the whole cell."),
        (
            "schema-changed",
            "The maximum of `page` raised in a copy of a release.",
            "Restore the schema from the release, or give the package another version.",
        ),
        (
            "rule-failed",
            "A schema that calls `page` text, so that pages cannot be compared.",
            "Compare the schemas of the rule's tables with those of the release.",
        ),
        (
            "exceptions-broken",
            "`colunm: value` in schemas/exceptions.yaml.",
            "A list; each item has rule, file, reason, reviewed, expires, and if need be key and column.",
        ),
        (
            "exception-rule",
            "`rule: hash` in schemas/exceptions.yaml.",
            "Mend what the rule reports; docs/rules.md says which rules may be excused.",
        ),
        (
            "exception-reason",
            "`reason: known` in schemas/exceptions.yaml.",
            "Say in a sentence why the finding may stand.",
        ),
        (
            "exception-dates",
            "`reviewed: 2026-11-22` with `expires: 2030-01-01`.",
            "Let it expire within a year of its review.",
        ),
        (
            "exception-expired",
            "`expires: 2026-11-22` on the day after.",
            "Mend the finding, or review it again and renew both days.",
        ),
        ("exception-unused", "An exception for a cell that was mended since.", "Delete the exception."),
        # files
        (
            "path-case",
            "The path `data/Areas.csv`, where the file is called data/areas.csv.",
            "Spell both alike.",
        ),
        ("symbolic-link", "A data/areas.csv that is a link to another file.", "Put the file itself there."),
        (
            "lfs-pointer",
            "A data/areas.csv that begins with `version https://git-lfs.github.com/spec/v1`.",
            "Fetch the file itself: `git lfs pull`.",
        ),
        (
            "html-page",
            "A data/areas.csv that begins with `<!DOCTYPE html>`.",
            "Fetch the file itself, not the page that shows it.",
        ),
        (
            "not-text",
            "A spreadsheet that was renamed to data/areas.csv.",
            "Save its table as CSV.",
        ),
        (
            "conflict-marker",
            "A line `<<<<<<< HEAD`.",
            "Keep the right one of the two sides, and take the markers out.",
        ),
        ("file-missing", "The descriptor lists data/areas.csv, which is not there.", "Restore the file."),
        ("file-empty", "A data/areas.csv of no bytes.", "Restore the file: at least the header row is due."),
        (
            "file-unlisted",
            "A data/old.csv that the descriptor does not list.",
            "Add it to schemas/package.yaml with a schema, or delete it.",
        ),
        (
            "schema-unused",
            "A schemas/old.json that no resource names.",
            "Name it as the schema of a resource, or delete it.",
        ),
        ("encoding", "A file saved as Latin-1 or UTF-16.", "Save it as UTF-8."),
        (
            "byte-order-mark",
            "The bytes EF BB BF before the first column's name.",
            "Run `make format`, or save the file as UTF-8 without byte order mark.",
        ),
        (
            "line-ends",
            "Lines that end with CR LF, or a last line without an end.",
            "Run `make format`, or save the file with LF line ends.",
        ),
        (
            "csv-broken",
            'A cell that begins with " and has no second one.',
            "Close or double the quotation mark.",
        ),
        ("delimiter", "`NL;Netherlands;Nederland`", "Save the file with commas."),
        ("header", "A header without `page`, or with two columns exchanged.", "Restore the header."),
        (
            "ragged-row",
            "A text with a comma and without quotation marks around it.",
            "Compare the commas with the row above.",
        ),
        ("blank-row", "An empty line between two rows.", "Delete it."),
        ("rows-missing", "A data/claims.csv that holds its header alone.", "Restore the rows."),
        # cells
        ("white-space", "`Nederland ` with a blank at its end.", "Take the blank out."),
        (
            "invisible-character",
            "A zero-width blank (U+200B) inside `Nederland`.",
            "Type the text anew.",
        ),
        ("control-character", "A line end inside a cell.", "Fold it to a blank."),
        ("not-nfc", "`België` with e and the two dots as two characters.", "Run `make format`."),
        ("garbled-letters", "`BelgiÃ«` in place of `België`.", "Type the text anew."),
        (
            "letter-look-alike",
            "`Маrokko` with two Cyrillic letters, or `Ｎederland` with a full-width one.",
            "Type the word anew.",
        ),
        ("spreadsheet-error", "`#NAME?`, or `NULL`.", "Type the text as it should be, or empty the cell."),
        ("formula", '`=HYPERLINK("…")`', "Begin the text with another character."),
        ("lexical", "The value `1.770`, or the date `1-7-2021`.", "`1770`, and `2021-07-01`."),
        ("required", "A figure without value_printed.", "Fill the cell."),
        ("key-repeated", "Two rows f00006.", "Give every row a key of its own."),
        ("code-unknown", "The qualifier `Exact`.", "Use a code of the list: `exact`."),
        ("pattern", "The observation_id `6`.", "Use the form of the column: `f00006`."),
        ("out-of-range", "The page `0`.", "Count pages from 1, as printed."),
        # figures
        (
            "value-reread",
            "The value 1771 beside the print `1.770` in a Dutch document.",
            "Correct the value, or the print if that was copied wrongly.",
        ),
        (
            "bounds-reversed",
            "lower_bound 90000 with upper_bound 79999.",
            "Read both bounds off the print again.",
        ),
        ("value-without-exact", "The value 5 for the print `<5`.", "Leave value empty; the bounds are 0, 4."),
        (
            "exact-bounds",
            "Bounds 4 and 8 for the print `6`.",
            "Bounds 6 and 6: rounding is said in tables.csv.",
        ),
        (
            "approximate-without-about",
            "`ca. 200` without approximate_value 200.",
            "Fill it for `about N` alone.",
        ),
        (
            "status-without-figure",
            "obs_status M, for a printed dash, beside a value.",
            "Empty the value columns, or correct the status.",
        ),
        (
            "part-exceeds-base",
            '250 persons "of whom" 1,000 are named as their part.',
            "Compare both prints; perhaps part and base are exchanged.",
        ),
        (
            "part-of-other-quantity",
            "A part in Belgium of a count in the Netherlands.",
            "Name another base, correct the part, or say in note how their periods belong together.",
        ),
        (
            "provisional-unmarked",
            "obs_status P in the column `2020`.",
            "A; or copy the mark that is printed: `2020*`.",
        ),
        (
            "provisional-unsaid",
            "obs_status A in the column `2023*`.",
            "P; or copy into the legend what the asterisk means.",
        ),
        (
            "estimate-unmarked",
            "obs_status E beside a quote that prints a plain number.",
            "A; or copy the word (`geschat`, `estimated`) into quote or note.",
        ),
        (
            "forecast-unsaid",
            "obs_status A for returns `in the next six months`.",
            "F: nobody has counted them yet.",
        ),
        (
            "parts-exceed-base",
            "100 by themselves and 42 by force, of 125 returned.",
            "Compare all three prints; one of them was copied wrongly.",
        ),
        (
            "figure-reprinted",
            "`250 people` and `two hundred and fifty persons` of one text, year and codes.",
            "Keep one row and name the other print in its note.",
        ),
        (
            "figure-twice",
            "A figure that a document prints twice, as two rows.",
            "Keep the print with the fullest context, and name the other in its note.",
        ),
        (
            "destination-fits",
            "An enforced return with destination `_Z`, not applicable.",
            "MA, another area, `_T` any, `_O` elsewhere or `_X` not stated.",
        ),
        (
            "reference-value",
            "The value 776 beside the published cell `775`.",
            'Copy the published cell; ":" leaves value empty.',
        ),
        (
            "reference-sum",
            "700 first and 50 repeat applications beside 1000 in all.",
            "Copy the three published cells anew.",
        ),
        (
            "reference-gap",
            "The years 2008 to 2022 of a series without 2015.",
            'Restore the row; a cell without a number is ":".',
        ),
        (
            "reference-id",
            "The key migr_asyappctza.asy_app.nl.2022 in a row of Belgium.",
            "dataset.series.area.year, in small letters.",
        ),
        # when
        (
            "period-reversed",
            "A period from 2020-01-01 to 2019-12-31.",
            "Exchange the dates, or read them off the document again.",
        ),
        (
            "period-after-publication",
            "A count until 2023-06-30 in a letter of 2023-06-07.",
            "End it with the document's date (period_basis document_date), or code a forecast.",
        ),
        (
            "period-range",
            "A period that starts on 1920-01-01, or that ends after the release.",
            "Compare the year with the print; a forecast has the status F.",
        ),
        (
            "period-kind",
            "A calendar_year that ends on 30 December.",
            "Correct the dates or the kind.",
        ),
        (
            "period-basis",
            "Dates filled with period_basis unknown.",
            "Name the basis, or empty the dates and say why in note.",
        ),
        (
            "period-event",
            '"Since the action plan" without event_id.',
            "Name the event, and start on its day.",
        ),
        (
            "period-unit",
            'A calendar_year with period_printed "juni 2020".',
            "Correct the kind and the dates, or the words.",
        ),
        (
            "pace-words",
            'period_printed "2020, per maand" with period_kind calendar_year.',
            "per_month; and per_month only where such words are printed.",
        ),
        (
            "label-year",
            "A cell in the column 2020 whose period ends on 2021-12-31.",
            "Compare the dates with the label.",
        ),
        ("edtf-date", "`July 2021`", "`2021-07`"),
        ("published-date", "`2023-02-30`", "A day, month or year that exists, with its basis."),
        (
            "accessed-date",
            "A letter of 2023-06-07 that was read on 2023-06-06.",
            "Compare both dates with the document.",
        ),
        (
            "after-release",
            "A document published or read in 2027, in a release of 2026.",
            "Correct the date, or `released` in schemas/package.yaml.",
        ),
        (
            "event-reversed",
            "`2023-02-21/2023-02-20`",
            "Exchange the two dates, or compare them with the print.",
        ),
        ("event-future", "`2201-07` for `2021-07`.", "Compare the year with the print."),
        (
            "event-after-documents",
            "An event of 2023-08 that a letter of 2023-06-07 alone mentions.",
            'Compare the date with the print; of a plan, label or note says "planned".',
        ),
        (
            "measure-period",
            "Persons in detention, a stock, with period_kind day.",
            "point_in_time or mean_over_span for a stock, a span for a flow.",
        ),
        (
            "period-words",
            '"2023 (tot mei)" with period_end 2023-05-31.',
            '"tot mei" excludes May: 2023-04-30.',
        ),
        (
            "document-date",
            'A figure "at this moment" of 2021 in a document of 2023.',
            "Correct the dates, or name another basis.",
        ),
        (
            "cell-period",
            "One cell of the column 2020 with period_basis lexical, the others printed.",
            "Compare all period columns with the neighbouring cells.",
        ),
        # where
        (
            "table-of-other-document",
            "A figure of the letter with a table_id of another document.",
            "Name a table of the figure's document, on its page.",
        ),
        ("page-beyond-document", "Page 5 of a document of 4 pages.", "Compare page with the document."),
        ("page-missing", "A figure of a letter of 4 pages without page.", "Copy the number of the page."),
        (
            "thousands-uneven",
            "`1770` in a table that prints `1.150` and `1.030`.",
            "Copy the print anew: `1.770`.",
        ),
        (
            "hedge-left-out",
            "value_printed `200` with the quote `zitten er ca. 200 Marokkanen`.",
            "`ca. 200`, with approximate_value 200 and no value.",
        ),
        (
            "date-reformatted",
            "date_printed `2011-05-01`.",
            "`le 1er mai 2011`, as the source prints it.",
        ),
        (
            "claim-twice",
            "Two claims with one quote of one document.",
            "Keep one of them, with the figures on which its verdict rests.",
        ),
        (
            "comparison-twice",
            "Two comparisons of f00360 with f00396.",
            "Keep one verdict and one explanation.",
        ),
        (
            "page-basis",
            "A document of 4 pages whose page_basis is unknown.",
            "Say how its pages are told apart, as in `form_feed`.",
        ),
        (
            "cell-or-prose",
            "A cell of a printed table with a quote and no row_number.",
            "Labels and numbers for a cell, a quote for running text.",
        ),
        ("quote-length", "A quote of eleven words.", "Shorten it to the words around the figure."),
        (
            "quote-lacks-figure",
            "`Moroccan foreigners have returned` for the print `125`.",
            "Quote the words around the figure.",
        ),
        (
            "figure-named",
            "The note `see f99999`, where there is no such figure.",
            "Name the figure by its observation_id.",
        ),
        (
            "claim-verdict",
            "The verdict supported of a claim that no row of claim_observations names.",
            "Name there the figures on which the verdict rests, or an official value in reference_id.",
        ),
        (
            "claim-reason",
            "The verdict undetermined, and nothing about it in note.",
            'Add a sentence to note: "Verdict: the package holds no figures of other nationalities."',
        ),
        (
            "claim-unchecked",
            "A claim without a verdict among claims that have one.",
            "Hold it against the figures; undetermined, with the reason in note, is a verdict too.",
        ),
        (
            "claim-circular",
            "The verdict supported, on a number of the newspaper that makes the claim.",
            "Name a figure of the office that counts, or of a text of another origin; else undetermined.",
        ),
        (
            "claim-other-area",
            "A figure of Belgium for a claim about Germany.",
            "Name a figure of Germany, or correct the area of the claim.",
        ),
        (
            "claim-other-quantity",
            "A count of asylum applications for a claim that enforced returns rose.",
            "Name a count of enforced returns or of all returns, or correct the indicator of the claim.",
        ),
        (
            "place-twice",
            "Two figures at row 1, column 1 of one table.",
            "Compare row_number and column_number with the print.",
        ),
        (
            "label-number",
            "Column 2 is called 2020 in one cell and 2019 in another.",
            "Compare labels and numbers with the print.",
        ),
        (
            "row-one-quantity",
            "One cell of the row of inflows coded as enforced returns.",
            "Code the row's cells alike, or say in a reviewed exception why not.",
        ),
        (
            "period-not-in-label",
            "period_printed 2021 in the column 2020.",
            "Copy the words from the column's label.",
        ),
        (
            "table-incomplete",
            "A table called complete with 17 of 18 cells.",
            "Key the missing cells, or say false.",
        ),
        (
            "figure-count",
            "The document counts 46 figures, and 47 rows name it.",
            "Restore the lost row, or correct the number.",
        ),
        (
            "scope-result",
            "scope_result none_in_scope without scope_reason.",
            "Say what was read, with which result and why.",
        ),
        (
            "rounding-basis",
            "rounding_unit 5 with rounding_basis unknown.",
            "Name the basis and the evidence, or empty the unit.",
        ),
        (
            "rounding-contradicted",
            "The print `31` in a table rounded to fives.",
            "Compare the print; else the table is not rounded so.",
        ),
        (
            "suppression-contradicted",
            "The print `3` in a table that prints `<5` for small counts.",
            "Compare the print; else the threshold is another one.",
        ),
        (
            "rounding-without-unit",
            "rounding_from 10 without rounding_unit.",
            "Fill rounding_unit, or empty rounding_from and rounding_method.",
        ),
        (
            "suppression-unnoted",
            "The print `<5` in a printed table without suppression_threshold.",
            "Fill suppression_threshold of the table: 5.",
        ),
        (
            "legend-threshold",
            "The legend `<5: fewer than five` with suppression_threshold 10.",
            "Compare the number after < in the legend.",
        ),
        (
            "unread-document",
            "A figure of a document with extent_read quoted.",
            "Name the document that was read, or correct extent_read.",
        ),
        (
            "unread-unrelated",
            "A document with extent_read quoted and without a row in document_relations.",
            "Say there which document it is known from, or delete its row.",
        ),
        (
            "address",
            "`file:///home/me/letter.pdf`, `https://me:secret@example.org/` or `https://localhost/`.",
            "Copy the public address of the page from the address bar.",
        ),
        (
            "address-twice",
            "Two documents with one url, neither of them contained in the other.",
            "Keep one, name the right address, or add the relation contained_in.",
        ),
        (
            "text-twice",
            "Two documents with one text_sha256, neither of them part or copy of the other.",
            "Keep one, correct the sum, or add the relation contained_in or copies.",
        ),
        ("relation-to-itself", "A document that copies itself.", "Name the other document."),
        (
            "relation-cycle",
            "A copies B, and B copies A.",
            "Keep the direction that is right, and delete the other.",
        ),
        (
            "relation-order",
            "A letter of 2023 that answers a question of 2024.",
            "Exchange the two documents, or correct a date of publication.",
        ),
        (
            "answer-type",
            "A news-article that answers a parliamentary-question.",
            "Exchange the two documents, or name another relation.",
        ),
        (
            "same-origin-target",
            "C has the same_origin as B, and B the same_origin as A.",
            "Let C point to A, the earliest document of that origin.",
        ),
        # keys
        (
            "foreign-key",
            "The indicator_id `Returned`.",
            "A key of the other table (`returned`), or a new row there.",
        ),
        (
            "hierarchy-cycle",
            "departure below enforced-return, which is below departure.",
            "Break the circle.",
        ),
        ("adds-to-broader", "A broader_id without adds_to_broader.", "Fill both or neither."),
        (
            "key-look-alike",
            "The keys `be-note-l` and `be-note-1`.",
            "Rename one of them; if they are one, keep one.",
        ),
        (
            "adds-over-time",
            "A stock with adds_over_time yes.",
            "no, or the measure flow.",
        ),
        (
            "unlike-broader",
            "An indicator that counts decisions below one that counts persons.",
            "Give both the same unit, measure and family, or take it from under the other.",
        ),
        (
            "comparison-members",
            "A comparison with one figure in comparison_members.",
            "Name at least two figures, or delete the comparison.",
        ),
        (
            "comparison-explanation",
            'An explanation of one sentence: "The columns end on different days."',
            "Say what each side says and how they differ, in two sentences from the documents.",
        ),
        (
            "comparison-unexplained",
            "The kind unexplained beside an explanation that explains.",
            "The kind that it explains by, or say that the difference is unexplained.",
        ),
        (
            "identity-code",
            "The part `_o` of the destination `_T`.",
            "`_O`: a code of the list of that dimension.",
        ),
        (
            "identity-scope",
            "Voluntary return as a part of return, for the indicator prisoners alone.",
            "Empty indicator_id: whole and part are indicators themselves.",
        ),
        ("identity-with-itself", "`_T` as a part of `_T`.", "Name the narrower code."),
        (
            "identity-uneven",
            "Two rows of one identity, with the wholes `_T` and `_X`.",
            "Make the rows alike, or give the second a name of its own.",
        ),
        (
            "identity-parts",
            "A sum whose only part is `MA`.",
            "Add its other parts, or say at_most.",
        ),
        (
            "identity-cycle",
            "Moroccan nationals hold any nationality, which holds Moroccan nationals.",
            "Exchange whole and part, or delete the row that is wrong.",
        ),
        (
            "identity-source",
            "A document_id without quote.",
            "Quote the words that say so, or empty document_id where definitions say it.",
        ),
        ("language-tag", "The language `nk`, or `nl-XX`.", "`nl`, or `nl-BE` where the country matters."),
        (
            "number-locale",
            "language nl with number_locale en, and no note.",
            "The locale of the text, or say in note why its numbers are printed otherwise.",
        ),
        ("country-code", "`UK`", "`GB`: the code of ISO 3166-1 alpha-2."),
        (
            "area-code",
            "The area `NLD` with standard iso3166-1.",
            "`NL`; or name the standard that the code is of.",
        ),
        (
            "id-gap",
            "f00005 and f00007, and no f00006.",
            "Restore the row, or list it in changes.csv as withdrawn.",
        ),
        (
            "unique-key",
            "A schema says that no two rows share label and standard, and two rows do.",
            "Correct one of the rows, or delete the one that is too many.",
        ),
        ("code-unused", "An area to which no row refers.", "Delete it, or restore what used it."),
        # keyings
        (
            "keying",
            "The print `747`, where one of the two keyings of the document has `774`.",
            "Look it up in the document; correct the row, or settle it in tests/keyings/resolutions.csv.",
        ),
        (
            "keying-missing",
            "A document that was read, and no keying of it in tests/keyings.",
            "Let two people transcribe it, each alone, and add both keyings.",
        ),
        # errata
        (
            "change-dangling",
            "A row_key f99999 of observations, which has no such row.",
            "Compare resource, row_key and field with the table that changed.",
        ),
        (
            "change-release",
            "The release 0.2.0 in a package of version 0.1.0.",
            "Name the release of the change.",
        ),
        (
            "change-value",
            "new_value 126 of a cell that holds 125.",
            "Add the later change, or correct new_value.",
        ),
        # what is built
        ("row-order", "NL before BE in data/areas.csv.", "Run `make format`."),
        ("other-form", '`"NL","Netherlands"` with quotation marks for nothing.', "Run `make format`."),
        (
            "figures-stale",
            "A value changed in observations.csv and not in built/figures.csv.",
            "Run `make build`.",
        ),
        ("series-stale", "A row taken out of built/series.csv by hand.", "Run `make build`."),
        (
            "hash",
            "A cell edited after datapackage.json was built.",
            "Run `make build` if the edit is meant, else restore the file.",
        ),
        (
            "hash-form",
            "`sha512:…`, or a hash of the right digits in capitals.",
            "Run `make build`, which writes `sha256:` and small letters.",
        ),
        ("bytes", "A download that was cut off.", "Fetch or restore the file."),
    ]
}
