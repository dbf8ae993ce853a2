"""Asides: what a page sets among its sentences and no summary may show.

Headings, captions, credits, bylines, time stamps, "Read more", "Follow us". They are known
by a missing mark at the end or by how they begin, in any of the languages listed whatever
the language of the text, since pages mix them. When in doubt, it is a sentence: one lost
costs a reader more than an aside shown.

Datelines: where a report was filed and by which agency, before its first sentence.

`KYIV, Ukraine, Nov. 3 (Reuters) - `, `(CNN) -- `, `Paris (AFP) - `. They stay in the text
and are left out of what is shown. Prose with dashes and brackets looks much the same, so a
dateline needs an agency or a city that is known, or a place in capitals, and a sentence
after it. What players and time stamps leave before a sentence goes too.

Whether a sentence leans on the one before it.

How a sentence quotes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

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


_BEFORE_OPENING = "\"'“‘„‚«‹¿¡([ \u00a0\u202f"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


# Pronouns whose noun stands before, and words that join a sentence to what was said.
_LEANING: Mapping[str, frozenset[str]] = {
    "en": _words(
        "he she it they him them his her hers its their theirs this that these those such both"
        " neither but and so or nor yet however meanwhile moreover furthermore additionally"
        " besides therefore thus hence instead nevertheless nonetheless otherwise likewise"
        " similarly consequently accordingly conversely also then still he's she's it's"
        " they're that's he'd she'd they'd he'll she'll they'll it'll they've"
    ),
    "de": _words(
        "er sie es ihn ihm ihr ihre ihrer ihrem ihren sein seine seiner seinem seinen dies diese"
        " dieser dieses diesem diesen jener jene jenes aber doch und oder denn jedoch dennoch"
        " trotzdem außerdem zudem daher deshalb deswegen somit dagegen hingegen stattdessen"
        " allerdings dabei dazu damit dadurch danach davor darauf daraufhin dort ebenfalls auch"
    ),
    "fr": _words(
        "il elle ils elles celui celle ceux celles ce cela ceci ça cette cet ces son sa ses leur"
        " leurs mais et ou donc or car cependant pourtant toutefois néanmoins ainsi aussi ensuite"
        " puis enfin c'est c'était"
    ),
    "es": _words(
        "él ella ellos ellas este esta esto estos estas ese esa eso esos esas aquel aquella su sus"
        " pero y o sino mas además asimismo también tampoco entonces luego así"
    ),
    "it": _words(
        "egli ella lui lei loro esso essa essi esse questo questa questi queste quello quella"
        " quelli quelle suo sua suoi sue ma e o però tuttavia inoltre quindi dunque così anche"
        " infatti invece poi"
    ),
    "pt": _words(
        "ele ela eles elas este esta isto estes estas esse essa isso esses essas aquele aquela"
        " aquilo seu sua seus suas mas e ou porém contudo entretanto todavia além também portanto"
        " assim então depois"
    ),
    "nl": _words(
        "hij zij ze hem haar hun zijn dit dat deze die maar en of want echter toch bovendien"
        " daarnaast daarom dus ook daarna vervolgens daar hierdoor daardoor"
    ),
    "pl": _words(
        "on ona ono oni one jego jej ich to ten ta te ci tamten ale i a lub jednak jednakże ponadto"
        " dlatego więc zatem natomiast również także też potem następnie"
    ),
    "uk": _words(
        "він вона воно вони його її їх їхній це цей ця ці той та ті але і й а або проте однак"
        " натомість тому отже також потім тоді"
    ),
    "ru": _words(
        "он она оно они его её ее их это этот эта эти тот та те но и а или однако зато поэтому"
        " также тоже затем потом тогда"
    ),
}


def _patterns(found: Mapping[str, str]) -> Mapping[str, re.Pattern[str]]:
    return {language: re.compile(rf"(?:{each})", re.IGNORECASE) for language, each in found.items()}


# Several words that lean where the first alone would not.
_LEANING_PHRASES = _patterns(
    {
        "en": r"the (?:latter|former|two|pair|three|move|decision|incident|same|legislation|ban"
        r"|ruling|measure|findings)\b(?!-| (?:of|on|that|which|who|to)\b)"
        r"|(?:though|although|while|because|when|now) (?:the two|he|she|they|it|this|that)\b"
        r"|as a result|in addition|for example|for instance|on the other hand|at the same time"
        r"|in contrast|by contrast|on the contrary|in turn|after that|even so|of these|among them"
        r"|one of them|some of them|other(?:s| than that)\b|in that|of those",
        "es": r"por (?:eso|ello|esto|lo tanto|tanto|consiguiente|su parte|otra parte|otro lado)\b",
        "uk": r"крім (?:того|цього)\b",
        "ru": r"кроме (?:того|этого)\b",
    }
)
# What begins alike and stands alone: `It` that stands for what follows, pairs that are
# named, and the time of the news itself.
_ALONE = _patterns(
    {
        "en": r"it(?:'s|’s| is| was| has been| will be| would be| remains| remained| seems"
        r"| seemed| appears| appeared| became| emerged| turned out)"
        r"(?: \w+){0,4} (?:that|whether|when|who|how|why|what)\b"
        r"|it (?:is|was|will be|would be|has been|became) (?:\w+ )?(?:best|better|common|dangerous"
        r"|difficult|easier|easy|good|hard|harder|illegal|important|impossible|legal|likely"
        r"|necessary|possible|rare|right|safe|time|too (?:early|late|soon)|unlikely|unusual|wrong)"
        r"(?: for (?:\w+ ){1,3})? ?to\b"
        r"|it has been (?:\w+ ){1,4}since\b|it took (?:\w+ ){1,6}to\b"
        r"|it (?:is|was) (?:the (?:first|second|third|fourth|last|latest)|raining|snowing)\b"
        r"|(?:this|these|those) (?:past |coming )?(?:week|month|year|morning|afternoon|evening"
        r"|weekend|summer|winter|spring|autumn|season|time|days?|who|(?:mon|tues|wednes|thurs"
        r"|fri|satur|sun)day)\b|that (?:same )?(?:night|day|year)\b"
        r"|(?:both|neither) (?!(?:of|is|was|has|were|are|have|had|sides|men|women|teams)\b)\w+"
        r"|such as\b|so (?:far|many|much|few)\b|instead of\b|(?:so|then)-\w"
        r"|(?:his|her) (?:majesty|royal highness|holiness|excellency)\b",
        "de": r"es (?:gibt|gab|gebe)\b"
        r"|es (?:ist|war|sei|bleibt|bleibe|scheint)(?: \w+){0,3},? (?:dass|ob|wann|wie|warum|wer)\b"
        r"|diese[snr]? (?:woche|jahr|monat|sommer|winter|frühling|frühjahr|herbst|saison|tage|mal"
        r"|wochenende)\b",
        "fr": r"il (?:y a|y avait|faut|faudra|fallait)\b"
        r"|il (?:est|était|sera) (?:clair|possible|impossible|probable|important|nécessaire"
        r"|difficile|temps|rare|évident) (?:que|qu['’]|de|d['’])"
        r"|cet?(?:te)? (?:semaine|année|mois|été|hiver|printemps|automne|matin|après-midi|soir"
        r"|nuit|saison|week-end|fois|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b",
        "es": r"est[ea] (?:semana|año|mes|verano|invierno|primavera|otoño|mañana|tarde|noche"
        r"|temporada|vez|fin de semana|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b",
        "it": r"quest[oa] (?:settimana|mese|primavera|inverno|mattina|pomeriggio|sera|notte"
        r"|stagione|volta|fine settimana|lunedì|martedì|mercoledì|giovedì|venerdì|sabato"
        r"|domenica)\b",
        "pt": r"est[ea] (?:semana|ano|mês|verão|inverno|primavera|outono|manhã|tarde|noite"
        r"|temporada|vez|fim de semana|sábado|domingo|segunda|terça|quarta|quinta|sexta)\b",
        "nl": r"(?:dit|deze) (?:week|jaar|maand|zomer|winter|lente|herfst|voorjaar|najaar|seizoen"
        r"|weekend|keer|ochtend|middag|avond)\b",
        "pl": r"(?:ten (?:rok|tydzień|miesiąc|sezon)|ta (?:zima|wiosna|jesień)|to lato)\b",
        "uk": r"(?:цей (?:рік|тиждень|місяць|сезон)|ця (?:зима|весна|осінь)|це літо)\b",
        "ru": r"(?:этот (?:год|месяц|сезон)|эта (?:неделя|зима|весна|осень)|это лето)\b",
    }
)


def leans_back(sentence: str, language: str = "") -> bool:
    """Return whether `sentence` begins with what only the sentence before it explains.

    A pronoun (`He said ...`), a joining word (`But ...`), or a phrase such as
    `The latter`. `It is clear that ...` and `This week ...` stand alone.

    Args:
        sentence: One sentence, without its dateline.
        language: ISO 639-1 code; a language without a list never leans.
    """
    leaning = _LEANING.get(language)
    if leaning is None:
        return False
    opening = sentence.lstrip(_BEFORE_OPENING)
    first = _WORD.match(opening)
    if first is None:
        return False
    if first[0].lower().replace("’", "'") in leaning:
        return not _ALONE[language].match(opening)
    phrases = _LEANING_PHRASES.get(language)
    return phrases is not None and bool(phrases.match(opening))


_QUOTE_OPENS = "\"'“”‘„«»‹「『"
_QUOTE_MARK = re.compile('["“”„«»「」『』]')
_QUOTE_CLOSES = "\"'”’“‘»«›」』 \u00a0\u202f"
# Who is said to have said it, before or after the words.
_OUTSIDE = re.compile(r"[^\W\d_]{2,}")


def is_torn(sentence: str) -> bool:
    """Return whether a quotation begins or ends in another sentence.

    However a language turns its marks, a whole quotation has two.
    """
    marks = sentence.count('"') if sentence.isascii() else len(_QUOTE_MARK.findall(sentence))
    return marks % 2 == 1


def is_lone(sentence: str) -> bool:
    """Return whether `sentence` is all quotation and does not say whose words it is."""
    text = sentence.strip()
    if text[:1] not in _QUOTE_OPENS or not text or text[-1] not in _QUOTE_CLOSES:
        return False
    marks = [mark.start() for mark in _QUOTE_MARK.finditer(text)]
    inside = text[1:-1]
    if len(marks) <= 2:  # noqa: PLR2004 - a quotation has two ends
        return True
    between = "".join(
        inside[end - 1 : start - 1] for end, start in zip(marks[1::2], marks[2::2], strict=False)
    )
    return not _OUTSIDE.search(between)


_MARKS = tuple(".!?…。！？｡।॥؟۔։።။។")
_CLOSING = "\"'”’“‘»«›)]}」』）】》〉\\ \u00a0\u202f"
_LEADING = "([{*•·–—-_|>\u00a0 "
# What has no mark is a heading up to this length; a longer one has lost its mark.
_MOST_HEADING_WORDS = 11
_MOST_HEADING_CHARACTERS = 100
_MOST_HAN_CHARACTERS = 30
# What announces the next line tells nothing alone.
_ANNOUNCING = (":", "：")
# Their sentences end with a blank, or with marks that most pages leave out.
_WITHOUT_MARKS = frozenset({"bo", "dz", "km", "lo", "my", "th"})


def _by_first_word(phrases: str) -> Mapping[str, tuple[str, ...]]:
    grouped: dict[str, tuple[str, ...]] = {}
    for phrase in map(str.strip, " ".join(phrases.split()).split(";")):
        word = phrase.partition(" ")[0]
        grouped[word] = (*grouped.get(word, ()), phrase)
    return grouped


# How asides begin, in lower case; no sentence of news begins so.
_ASIDES = _by_first_word(
    """
    a version of this article; a version of this story; ad feedback; additional reporting by;
    advertisement continue; advertisement story; afp photo; all rights reserved; already a
    subscriber; already have an account; an earlier version of this; ap photo; article
    continues; by clicking here; by clicking sign; by clicking submit; by clicking subscribe; by
    continuing to browse; by continuing to use this; by signing up you; by submitting your; by
    subscribing, you; by using this site; by using this website; click for more; click here;
    click on the; click the; click through; click to; comments are closed; contact the author;
    contact the reporter; contact the writer; contact us; continue reading; copyright 1;
    copyright 2; copyright by; copyright ©; create an account; do you have a news tip; do you
    have a story; download our app; download the app; e-mail this; e-mail to a friend; e-mail
    us; editor's note; editors' note; email this article; email to a friend; email us; enable
    javascript; file -; file image; file photo; file picture; file –; file —; find out more;
    find us on; follow @; follow our; follow the latest; follow us; for confidential support;
    for more details; for more information; for more news; for more on this; for more stories;
    for more, visit; for the latest news; get breaking news; get more news; get our app; get our
    free; get our newsletter; get the app; get the latest; getty images; got a news tip; got a
    story; got a tip; have you got a story; have your say; if you have a story; if you have a
    tip; image caption; image copyright; image credit; image source; join our community; join
    our newsletter; join the conversation; join the discussion; join us on facebook; learn more;
    leave a comment; let us know what you think; like us on; listen live; listen to the full;
    listen to the podcast; log in to; media caption; more information:; more on this; no
    reproduction; opinions expressed in; photo by; photo courtesy; photo credit; photograph by;
    picture credit; please enable javascript; post a comment; read also; read full; read more;
    read next; read or share; read our full; read the full; read the original; read the rest;
    read this:; register for free; related article; related content; related coverage; related
    link; related post; related stories; related story; related topics; related video; reuters/;
    scroll down for more; scroll down for video .; scroll down for video.; scroll down to; see
    also; see more; send us your; send your; share on facebook; share on twitter; share this;
    share your experience; share your story; share your thoughts; share your view; sign in or;
    sign in to; sign up; skip to; some rights reserved; story continued; story continues; story
    highlights; subscribe for; subscribe now; subscribe to; subscribe today; support our
    journalism; tell us what you think; thank you for reading; thank you for signing up; thank
    you for subscribing; thanks for reading; thanks for signing up; thanks for subscribing; the
    opinions expressed; the views and opinions; the views expressed; this article appear; this
    article first; this article has been; this article is reprinted; this article originally;
    this article was; this information may not be; this material may not; this piece first; this
    piece originally; this piece was first; this piece was originally; this post first; this
    post has been updated; this post originally; this site uses; this story appear; this story
    first; this story has been updated; this story originally; this story was first; this story
    was originally; this story was produced; this story was provided; this story was published;
    this story was updated; this website uses; to read more,; to read the full; to subscribe;
    view comments; view gallery; view more; views expressed in; watch below; watch it live;
    watch live; watch more; watch now; watch the full; watch the video; watch this video; watch
    video; we use cookies; we want to hear from you; you can unsubscribe; you may also like; you
    may unsubscribe; you might also like; your browser does; your browser is
    """
    # German
    """
    alle rechte vorbehalten; auch interessant; das könnte dich auch; das könnte sie auch; die
    redaktion behält sich; dieser artikel erschien; dieser artikel ist zuerst; dieser artikel
    wurde; dieser beitrag erschien; dieser text erschien; folge uns; folgen sie uns; hier finden
    sie; hier geht es zu; hier geht's zu; hier klicken; jetzt abonnieren; jetzt anmelden; jetzt
    lesen; jetzt registrieren; klicken sie; lesen sie auch; lesen sie dazu; lesen sie hier;
    lesen sie mehr; lesen sie weiter; lies auch; mehr dazu; mehr lesen; mehr zu diesem thema;
    mehr zum thema; melden sie sich für; mit material von; newsletter abonnieren; sie haben noch
    kein; symbolbild; weiterlesen; zum newsletter; zur startseite
    """
    # French
    """
    a lire aussi; a voir aussi; abonnez-vous; article réservé; cet article a été publié; cet
    article est paru; cet article est réservé; cliquez ici; cliquez sur; crédit photo; crédits
    photo; découvrez aussi; inscrivez-vous; la suite après cette publicité; lire aussi; lire
    l'article; lire la suite; lire également; lisez aussi; partager cet article; pour aller plus
    loin; pour en savoir plus; recevez chaque; recevez nos; retrouvez-nous; suivez-nous; tous
    droits réservés; voir aussi; à lire aussi; à lire également; à voir aussi
    """
    # Spanish
    """
    con información de; continúa leyendo; crédito de la foto; en vídeo:; haga clic; haz clic; le
    puede interesar; lea además; lea más; lea también; lee más; lee también; leer más; más
    información en; no te pierdas; regístrate; seguir leyendo; siga leyendo; sigue leyendo;
    suscríbase; suscríbete; síganos en; síguenos; también lea; también te puede interesar; te
    puede interesar; todos los derechos reservados; vea también; ver también
    """
    # Italian
    """
    abbonati a; abbonati ora; abbonati per; abbonati subito; articolo riservato; clicca qui;
    clicca su; continua a leggere; crediti foto; guarda anche; iscriviti; leggi anche; leggi di
    più; leggi l'articolo; leggi tutto; per approfondire; potrebbe interessarti; riproduzione
    riservata; scopri di più; segui le ultime; seguici; tutti i diritti riservati; vedi anche
    """
    # Portuguese
    """
    assine; cadastre-se; clique aqui; clique e; clique no; com informações d; confira também;
    continua após a publicidade; continua depois da publicidade; continue lendo; crédito da
    foto; inscreva-se; leia a íntegra; leia mais; leia também; receba as notícias; receba
    notícias; saiba mais; siga o canal; siga-nos; subscreva; todos os direitos reservados; veja
    mais; veja também
    """
    # Dutch
    """
    abonneer je; abonneer u; alle rechten voorbehouden; bekijk de video; bekijk hier; bekijk
    ook; dit artikel is; dit artikel verscheen; foto ter illustratie; geef je op; klik hier;
    klik op; laatste update; lees hier; lees meer; lees ook; lees verder; luister ook; meer
    lezen; meer over dit; meld je aan; met medewerking van; schrijf je in; volg het laatste;
    volg ons; wil je meer
    """
    # Polish
    """
    artykuł ukazał się; ciąg dalszy pod; czytaj dalej; czytaj również; czytaj także; czytaj
    teraz; czytaj też; czytaj więcej; dalsza część artykułu; dalsza część tekstu; dołącz do nas;
    fot.; kliknij; kup prenumeratę; materiał promocyjny; obejrzyj też; obserwuj nas; polecamy
    również; polub nas; przeczytaj również; przeczytaj także; przeczytaj też; reszta artykułu;
    subskrybuj; więcej informacji znajdziesz; wszelkie prawa zastrzeżone; zaloguj się; zapisz
    się; zarejestruj się; zobacz również; zobacz także; zobacz też; zobacz więcej; śledź nas;
    źródło zdjęcia
    """
    # Ukrainian
    """
    більше новин; всі права захищен; дивіться також; долучайтесь до; долучайтеся до; матеріал
    підготовлено; натисніть; передрук; повідомити про помилку; приєднуйтесь до; приєднуйтеся до;
    підписуйтесь; підписуйтеся; підпишіться; слідкуйте за нами; слідкуйте за нашими; слідкуйте
    за новинами; стежте за нами; стежте за нашими; стежте за новинами; усі права захищен;
    читайте більше; читайте на; читайте нас; читайте також; читати далі; читати також; якщо ви
    знайшли помилку; якщо ви побачили помилку; якщо ви помітили помилку
    """
    # Russian
    """
    больше новостей; все права защищены; если вы заметили ошибку; если вы нашли ошибку; нажмите;
    нашли ошибку; перепечатка; подписывайтесь; подпишитесь; присоединяйтесь к; следите за нами;
    следите за нашими; следите за новостями; смотрите также; фото носит; читайте на; читайте
    нас; читайте также; читать далее; читать полностью; читать также
    """
)
# What makes a credit or a link of the line, with a colon.
_LABELS = _words(
    """
    photo photos photograph photographs photographer picture pictures pictured image images video
    videos graphic illustration credit credits caption source sources watch listen read related
    recommended posted advertisement categories category tags topics keywords
    foto fotos bild bilder bildquelle quelle quellen grafik redaktion anzeige lesedauer lesezeit
    crédit crédits légende vidéo imagen crédito fuente fuentes vídeo fonte fonti immagine imagem
    fontes beeld bron zdjęcie źródło wideo фото відео джерело джерела ілюстрація скріншот видео
    источник иллюстрация скриншот fotoğraf kaynak källa kilde المصدر फोटो स्रोत ছবি সূত্র
    """
)
# What begins a time stamp, and how one ends.
_STAMPS = _words(
    """
    last updated published posted modified veröffentlicht aktualisiert stand publié mis
    actualizado publicado aggiornato pubblicato atualizado bijgewerkt gepubliceerd aktualizacja
    opublikowano zaktualizowano оновлено опубліковано обновлено опубликовано
    """
)
_STAMP_END = re.compile(r"(?:\d|[ap]\.?m|\b[A-Z]{2,4}|Uhr|h)[\s.)\]]*$")
_MOST_STAMP_WORDS = 9
# What begins a byline: nothing but names may follow.
_BY = _words("by von por par di door")
_BYLINE = re.compile(r"\w+(?:,? (?:and|und|y|e|et|en|for|[^\W\d_a-z][\w.'’-]*)){2,10},?\s?\.?")
_LONGEST_BYLINE = 100
# Where these begin, an address makes an invitation of the line.
_INVITING = _words("contact e-mail email follow reach write")
_ADDRESS = re.compile(r"@\w|https?:|\bon (?:Twitter|Facebook|Instagram|YouTube|X)\b")
# `Watch the ship go down »`
_LINKING = _words("hear learn listen map read see view watch")
_COUNTED = re.compile(r"(?:image|photo|picture|slide|page) \d+ of \d+")
# What makes an aside of what it is in.
_CONTAINED = (
    "contributed to this ",
    "contributed reporting",
    " rights reserved",
    "(reporting by",
    "; editing by",
    "to your inbox",
    "opens in new window",
)
_LONGEST_CONTAINING = 300
# What is read of the beginning.
_HEAD = 60


def is_aside(sentence: str, language: str = "") -> bool:
    """Return whether `sentence`, as split from a text, is none that a summary may show.

    Args:
        sentence: One of `split_sentences`, better without its dateline.
        language: ISO 639-1 code, empty if unknown: some set no marks at the end.
    """
    if _is_unfinished(sentence) and language not in _WITHOUT_MARKS:
        return True
    head = sentence[:_HEAD].lstrip(_LEADING).casefold().replace("’", "'")
    word = head.partition(" ")[0]
    if word in _ASIDES and head.startswith(_ASIDES[word]):
        return True
    label = word.rstrip(":.")
    if label in _LABELS and head[len(label) :].lstrip()[:1] == ":":
        return True
    if label in _STAMPS and _STAMP_END.search(sentence) and _counts(sentence, _MOST_STAMP_WORDS):
        return True
    return _is_credit(sentence, head, word) or not any(map(str.isalpha, sentence))


def _is_unfinished(sentence: str) -> bool:
    """Return whether `sentence` has no closing mark and is too short to have lost it."""
    bare = sentence.rstrip(_CLOSING)
    if bare.endswith(_MARKS):
        return False
    if bare.endswith(_ANNOUNCING):
        return True
    most = _MOST_HAN_CHARACTERS if bare[-1:] >= "\u3000" else _MOST_HEADING_CHARACTERS
    return len(bare) <= most and _counts(bare, _MOST_HEADING_WORDS)


def _counts(text: str, most: int) -> bool:
    return len(text.split(maxsplit=most)) <= most


def _is_credit(sentence: str, head: str, word: str) -> bool:
    """Return whether `sentence` says who made, owns or can be written to about a text."""
    if len(sentence) <= _LONGEST_BYLINE and word in _BY and _BYLINE.fullmatch(sentence):
        return True
    if word in _LINKING and "»" in sentence and "«" not in sentence:
        return True
    if (word in _INVITING or head.startswith("you can ")) and _ADDRESS.search(sentence):
        return True
    if head.startswith("©") or _COUNTED.match(head):
        return True
    lowered = sentence[:_LONGEST_CONTAINING].casefold()
    return any(map(lowered.__contains__, _CONTAINED))
