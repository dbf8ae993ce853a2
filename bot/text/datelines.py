"""Datelines: where a report was filed and by which agency, before its first sentence.

`KYIV, Ukraine, Nov. 3 (Reuters) - `, `(CNN) -- `, `Paris (AFP) - `. They stay in the text
and are left out of what is shown. Prose with dashes and brackets looks much the same, so a
dateline needs an agency or a city that is known, or a place in capitals, and a sentence
after it. What players and time stamps leave before a sentence goes too.
"""

from __future__ import annotations

import re

# What is left must be worth showing.
_FEWEST_CHARACTERS = 20
# `By Ann Roe and Jo Hall WASHINGTON (Reuters) - `
_MOST_WORDS = 12
_MOST_BARE_WORDS = 6
# `OSLO`; what is shorter is an acronym, and so may be this if a dash closes what one opened.
_FEWEST_CAPITALS = 4
_FEW_CAPITALS = 5
# `(ANSA) - ROMA, 03 NOV - `; a player's notice and a time stamp.
_MOST_DATELINES = 2


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# By their first or second word, in lower case.
_AGENCIES = _words(
    """
    aa aap abc adnkronos afp agenzia agerpres agi akipress ana ani anka anp ansa antara ap apa
    apn ard askanews associated ats azertac bbc belga belta bernama beta bloomberg bns bta cbc
    cbs cna cnbc cnn cp ctk čtk dapd dha dpa dts efe elta epd europa fena folhapress fox hina
    iha ians interfax irna isna itar-tass jiji kna kyodo lapresse leta lusa marketwatch mediafax
    mti nbc notimex npr ntb pa pap pbs petra pti rbc reuters rfe/rl ria ritzau sana sda sid sita
    spa srna stt tanjug tasr tass tt télam ukrinform unian upi wafa wam xinhua yonhap zdf
    белта интерфакс рбк рейтер риа тасс укринформ укрінформ унн уніан інтерфакс-україна
    رويترز وكالات واس وام بترا وفا سانا भाषा वार्ता पीटीआई एएनआई আইএএনএস বাসস রয়টার্স এএফপি
    """
)
_CALL_LETTERS = re.compile(r"[KW][A-Z]{2,4}(?:-TV)?")  # of stations in the United States
# Cities that need no capitals before a dash or a colon, in lower case, blanks as `_`.
_CITIES = _words(
    """
    abuja accra addis_ababa amman amsterdam ankara athen athens athènes atlanta baghdad bangkok
    beijing beirut belgrade berlin bern bogotá boston brasília bratislava brussels bruxelles
    brüssel bucharest budapest buenos_aires cairo canberra cape_town caracas chennai chicago
    colombo copenhagen damascus delhi den_haag detroit dhaka doha dubai dublin düsseldorf
    frankfurt geneva genf genève hamburg hanoi havana helsinki hong_kong houston hyderabad
    islamabad istanbul jakarta jerusalem johannesburg kabul kairo karachi kathmandu khartoum
    kiev kiew kinshasa kolkata kuala_lumpur kyiv kyjiw köln lagos lahore leipzig lima lisboa
    lisbon ljubljana london londres los_angeles madrid manila melbourne mexico_city miami minsk
    moscou moscow moskau mumbai munich münchen nairobi new_delhi new_york nicosia oslo ottawa
    paris peking phnom_penh prag prague pretoria pyongyang quito rabat ramallah riad riga riyadh
    rom rome san_francisco sanaa santiago sarajevo seattle seoul shanghai singapore sofia
    stockholm strasbourg straßburg stuttgart sydney são_paulo taipei tallinn tbilisi tehran
    tel_aviv the_hague tokio tokyo toronto tripoli tunis vaduz valletta varsovie vienna vienne
    vilnius warsaw warschau washington wien yerevan zagreb zurich zürich
    """
)
# Not places, whatever their capitals.
_NO_PLACES = _words(
    """
    ASEAN AIDS BREXIT COBRA COVID FIFA FILE INTERPOL ISIL ISIS MERS NAACP NAFTA NASA NASCAR NATO
    OPEC OSCE PHOTO PHOTOS SARS UEFA UNESCO UNHCR UNICEF USAID VIDEO WADA
    """
)
_PARTICLES = _words(
    """
    al an and am auf bei da das de del den der des di do dos du e el en et i im in la las le les
    los of on sul the und upon van y
    """
)

_LONGEST = 70
# One class to begin with is searched for several times as fast as one of many marks.
_MARK = re.compile(
    r"[(–—:-](?:(?<=\()(?P<agency>[^()\n]{2,40})\)(?P<closed>\.?\s?(?:[-–—]{1,2}|[:=]))?"
    r"|(?<=-)-|(?<=[–—])|(?<=\s-)|(?<=:)(?=\s))\s*"
)
_AGENCY_NAME = re.compile(r"[^\W\d_][\w.+&' -]*")
# Korea's agencies name the place and the reporter, China's the place and the day.
_EAST_ASIAN = re.compile(
    r"\([^()\n]{2,30}=[^()\n]{2,20}\)\s?(?:\S{2,12}(?:\s\S{2,4})? =\s)?"
    r"|(?:新华社|中新社|中新网)[^\s。，]{2,14}日电(?:\s?[（(][^（）()\n]{2,40}[）)])?\s?"
    r"|【[^【】\n]{2,30}】\s?"
)
_EAST_ASIAN_OPENING = ("(", "新", "中", "【")
_NOTICE = re.compile(
    r"(?:Media playback is (?:not supported|unsupported) on (?:this|your) device"
    r"|Scroll down for video"
    r"|(?:\d{1,2} [A-Z][a-z]+ \d{4} )?Last updated at \d{1,2}:\d{2} [A-Z]{3,4})\s+(?![a-z])"
)
_NOTICE_OPENING = ("Media playback", "Scroll down", "Last updated", *"0123456789")
_OPENING_QUOTES = "\"'“‘„«»‹「『"


def without_dateline(sentence: str) -> str:
    """Return `sentence` without the dateline that it begins with, or unchanged.

    What is returned is the end of `sentence`, letter for letter, and more than 20
    characters long.
    """
    for _ in range(_MOST_DATELINES):
        head = _certain_head(sentence)
        mark = head or _MARK.search(sentence, 0, _LONGEST)
        if mark is None:
            break
        rest = sentence[mark.end() :]
        begins = rest[:1].isalnum() or rest[:1] in _OPENING_QUOTES
        if len(rest) <= _FEWEST_CHARACTERS or not begins:
            break
        if head is None and not _is_dateline(sentence[: mark.start()], mark, rest):
            break
        sentence = rest
    return sentence


def _certain_head(sentence: str) -> re.Match[str] | None:
    """Return what may stand before any sentence, whatever the sentence."""
    if sentence.startswith(_EAST_ASIAN_OPENING):
        return _EAST_ASIAN.match(sentence)
    if sentence.startswith(_NOTICE_OPENING):
        return _NOTICE.match(sentence)
    return None


def _is_dateline(before: str, mark: re.Match[str], rest: str) -> bool:
    place, agency = before.strip(" ,."), mark["agency"]
    follows_capital = not rest.lstrip(_OPENING_QUOTES)[:1].islower()
    if agency is None:
        dash = before[len(before.rstrip()) :] + mark[0]
        return follows_capital and _stands_alone(place, dash, rest)
    is_closed = mark["closed"] is not None or not mark[0][-1].isspace()
    if _is_agency(agency):
        return (is_closed or follows_capital) and _is_place(place) and not _spells(agency, place)
    if not is_closed or not follows_capital or not _AGENCY_NAME.fullmatch(agency):
        return False
    if place:
        return mark["closed"] is not None and _is_place_in_capitals(place)
    return agency[0].isupper() or "." in agency


def _stands_alone(place: str, dash: str, rest: str) -> bool:
    """Return whether `place` and `dash` (blanks included) are a dateline without an agency."""
    if rest[:_FEWEST_CHARACTERS].isupper():  # a headline
        return False
    goes_on = dash in rest
    if dash[0] != ":" and _is_place_in_capitals(place):
        return not (goes_on and len(place) <= _FEW_CAPITALS)
    cities = place.partition(",")[0].casefold().replace(" ", "_").split("/")
    is_apart = dash[-1].isspace()
    return is_apart and _CITIES.issuperset(cities) and _is_place(place) and not goes_on


def _is_agency(agency: str) -> bool:
    # `CNN Business`, `dpa/lno`, `Thomson Reuters Foundation`, `The Associated Press`
    names = re.split(r"[\s/,]+", agency.casefold())
    return not _AGENCIES.isdisjoint(names[:2]) or bool(_CALL_LETTERS.fullmatch(agency))


def _is_place(place: str) -> bool:
    """Return whether `place` is empty, or names with at most a day of the month."""
    found = re.findall(r"[^\s,/]+", place)
    return (
        "(" not in place
        and len(found) <= _MOST_WORDS
        and all(
            not word[0].islower() or word in _PARTICLES or (before.rstrip(".").isdigit())
            for before, word in zip(["", *found], found, strict=False)
        )
    )


def _is_place_in_capitals(place: str) -> bool:
    """Return whether `place` is `FORT WORTH` or `COMPTON, Calif.`, not `NASA`."""
    city = place.partition(",")[0]
    return (
        city.isupper()
        and sum(map(str.isalpha, city)) >= _FEWEST_CAPITALS
        and not any(map(str.isdigit, city))
        and city not in _NO_PLACES
        and len(place.split()) <= _MOST_BARE_WORDS
        and _is_place(place)
    )


def _spells(agency: str, place: str) -> bool:
    """Return whether `agency` is short for what stands before it: `Associated Press (AP)`."""
    initials = "".join(word[0] for word in re.split(r"[\s-]+", place) if word)
    return initials.casefold().endswith(agency.casefold())
