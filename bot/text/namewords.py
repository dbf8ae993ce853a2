"""Words beside names, and words with capitals that are none."""

from __future__ import annotations

import calendar
import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What stands before a name and is no part of it.
TITLES = _words(
    """
    President Vice Prime Minister Premier Chancellor Secretary Speaker Senator Sen. Sen
    Congressman Congresswoman Congress Representative Rep. Rep Governor Gov. Gov Mayor MP MEP
    Mr Mr. Mrs Mrs. Ms Ms. Miss Dr Dr. Prof Prof. Professor Sir Dame Lord Lady Judge Justice
    Chief Attorney General Gen. Gen Colonel Col. Col Captain Capt. Capt Lieutenant Lt. Lt
    Sergeant Sgt. Sgt Major Maj. Cpl. Corporal Admiral Adm. Officer Detective Inspector
    Superintendent Sheriff Det. Const. Commissioner Ambassador Director Chairman Chairwoman
    CEO Coach Pope Cardinal Archbishop Bishop Rev. Rev Father Sister King Queen Prince Princess
    Emperor Sheikh Sultan Ayatollah Democrat Republican Dem GOP Ex-President Former Leader
    Foreign Defense Defence Home Finance Interior Health Special Counsel Deputy First Lady
    Representative-elect President-elect Host Actor Actress Singer Star Striker
    Herr Frau Präsident Präsidentin Kanzler Kanzlerin Bundeskanzler Bundeskanzlerin
    Bundespräsident Minister Ministerin Trainer Papst König Königin
    M. Mme Président Présidente Ministre Monsieur Madame Sr. Sra. Señor Presidente Presidenta
    Don Doña Papa Président-directeur
    Президент Президентка Прем'єр-міністр Премьер-министр Міністр Министр Глава Голова
    """
)

CALENDAR = (frozenset([*calendar.day_name, *calendar.month_name]) - {"May", ""}) | _words(
    """
    Jan. Feb. Mar. Apr. Aug. Sept. Oct. Nov. Dec. Christmas GMT BST EST EDT AM PM
    Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonnabend Sonntag Januar Februar März
    Mai Juni Juli Oktober Dezember Montagmorgen Dienstagnachmittag Mittwochmorgen Uhr
    """
)

# Of a country or a party: of whom there are too many to be what news is about.
DEMONYMS = _words(
    """
    American Americans British Briton Britons English Scottish Welsh Irish French German Germans
    Italian Italians Spanish Greek Greeks Dutch Belgian Swiss Austrian Swedish Norwegian Danish
    Finnish Polish Czech Hungarian Romanian Bulgarian Serbian Croatian Turkish Russian Russians
    Ukrainian Ukrainians Chinese Japanese Korean Indian Indians Pakistani Afghan Afghans Iranian
    Iranians Iraqi Iraqis Syrian Syrians Israeli Israelis Palestinian Palestinians Lebanese
    Egyptian Egyptians Libyan Saudi Yemeni Jordanian Kurdish African Africans Nigerian Kenyan
    Somali Sudanese Ethiopian Mexican Mexicans Canadian Canadians Brazilian Argentine Cuban
    Venezuelan Colombian Chilean Australian Australians Indonesian Malaysian Thai Vietnamese
    Filipino European Europeans Asian Asians Latino Hispanic Western Muslim Muslims Christian
    Christians Catholic Jewish Jews Arab Arabs Islamic Islamist Islamists Republican Republicans
    Democrat Democrats Democratic Tory Tories Conservative Conservatives Liberal Labour
    Eurosceptic Jamaican Irishman Irishmen Englishman Frenchman Olympic
    """
)

GERMAN_BEFORE_NAMES = _words(
    "in aus nach bei von gegen mit für über um zwischen durch ohne laut seit"
)
GERMAN_AMOUNTS = _words(
    "Millionen Milliarden Million Milliarde Euro Dollar Prozent Uhr Ende Anfang Mitte Grad Meter "
    "Kilometer Jahre Jahren Menschen Tote Tonnen"
)
# `US-Präsident Donald Trump`, `Generalsekretär`, `Fraktionschefin`: by how the word ends.
GERMAN_ROLES = re.compile(
    r"(?:präsident|minister|kanzler|chef|trainer|sprecher|sekretär|vorsitzende[rn]?|bürgermeister"
    r"|leiter|experte|forscher|politiker|anwalt|richter|direktor|manager|spieler|stürmer|sänger"
    r"|schauspieler|autor|system|partei|konzern|hersteller|tanker|stadtviertel|sender|kreis"
    r"|dienstleister|unternehmen|verein|club|klub|organisation|gruppe|firma|insel|stadt|begriff)(?:in|innen|s|n)?$",
    re.IGNORECASE,
)
# Endings of nouns that name no one.
GERMAN_COMMON = re.compile(
    r"(?:ung|ungen|heit|heiten|keit|keiten|schaft|schaften|tion|tionen|tät|täten|ismus|chen|nis"
    r"|nisse|tum|ment|ling|linge|innen|ern|ieren|enz|anz|ik|ur|ien[st]|gabe|gaben|zeit|recht"
    r"|jahr|jahren|leute|teil|art|weise|zahl|zahlen|bericht|berichten|experten|[dtsgk]en)$"
)
