"""Whether a sentence leans on the one before it."""

from __future__ import annotations

import re
from collections.abc import Mapping

_OPENING = "\"'“‘„‚«‹¿¡([ \u00a0\u202f"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


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
_PHRASES = _patterns(
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
    opening = sentence.lstrip(_OPENING)
    first = _WORD.match(opening)
    if first is None:
        return False
    if first[0].lower().replace("’", "'") in leaning:
        return not _ALONE[language].match(opening)
    phrases = _PHRASES.get(language)
    return phrases is not None and bool(phrases.match(opening))
