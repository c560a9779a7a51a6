"""Which names that documents print stand for one body.

A government, its ministers and its services are one body: a minister who prints the count of an
own service does not confirm it. A statistics office, a court or an independent commissioner is a
body of its own, and so is every name that is not listed.
"""

from __future__ import annotations

from collections.abc import Mapping

_NAMES: Mapping[str, tuple[str, ...]] = {
    "Government (Netherlands)": (
        "Government of the Netherlands",
        "Ministry of Justice and Security (Netherlands)",
        "Ministry of Security and Justice (Netherlands)",
        "State Secretary for Justice and Security (Netherlands)",
        "State Secretary for Security and Justice (Netherlands)",
        "Staatssecretaris van Justitie en Veiligheid (Netherlands)",
        "Rijksoverheid (Ministerie van Justitie en Veiligheid)",
        "Directoraat-Generaal Migratie (Netherlands)",
        "DT&V",
        "Dienst Terugkeer en Vertrek (DT&V)",
        "IND",
        "Immigratie- en Naturalisatiedienst (IND)",
    ),
    "Government (Belgium)": (
        "State Secretary for Asylum and Migration (Belgium)",
        "former State Secretary for Asylum and Migration (Belgium)",
        "Immigration Office (Belgium)",
        "Minister of Justice (Belgium)",
        "Minister of Justice (Belgium), own site",
        "Ministry of Justice (Belgium)",
        "Federal Public Service Justice (Belgium)",
        "prison administration (Belgium)",
    ),
    "Federal Government (Germany)": (
        "Federal Ministry of the Interior (Germany)",
        "Federal Minister of the Interior (Germany)",
        "BAMF (Germany)",
    ),
    "Government (North Rhine-Westphalia)": (
        "Land Nordrhein-Westfalen",
        "Minister of the Interior (North Rhine-Westphalia)",
        "Minister for Children, Family, Refugees and Integration (North Rhine-Westphalia)",
        "Ministry for Children, Family, Refugees and Integration (North Rhine-Westphalia)",
    ),
    "Government (Spain)": (
        "Minister of the Interior (Spain)",
        "Ministry of the Interior (Spain)",
        "Asylum and Refuge Office (Spain)",
        "Directorate-General of the Police (Spain)",
        "Government Delegation in Ceuta (Spain)",
    ),
    "Government (France)": (
        "Minister of the Interior (France)",
        "Ministry of the Interior (France)",
        "Ministry of Justice (France)",
    ),
    "Government (Morocco)": (
        "Minister of Foreign Affairs (Morocco)",
        "Ministry of the Interior (Morocco)",
    ),
    "CBS": ("Centraal Bureau voor de Statistiek (CBS)",),
    "Council of State (Netherlands)": ("Raad van State (Afdeling bestuursrechtspraak)",),
}
BODIES: Mapping[str, str] = {name: body for body, names in _NAMES.items() for name in names}
"""The body behind each name of an office or publisher; a name that is missing is its own."""
