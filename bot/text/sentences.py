"""Paragraphs and sentences, word for word.

A mark ends a sentence unless something says otherwise; what may say so is looked for in a
few words around it, so that the time is linear in the text, whatever the text.

Abbreviations of news prose, by what their full stop says about the end of a sentence.

Without the last full stop. In lower case, or with the capital that tells the abbreviation
from a word (`Ill.`, ill); single letters are meant as they stand. Whole words in capitals
are acronyms (German WG, wg.) but for those that all languages share (`DR.`). A language that is not
listed has the common ones alone. Initials, ordinals and dotted capitals (`U.S.`) follow
rules, not lists.

Full stops that belong to the word before them: abbreviations, initials, ordinals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache

from bot.text.words import is_stop_word


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """What a language writes with a full stop that need not end a sentence.

    Attributes:
        leading: What always goes on: titles before a name (`Gov.`) and words that point
            ahead (`e.g.`).
        counting: What goes on if a number follows (`No. 1`).
        trailing: What goes on before a name and ends before a function word (`Inc.`).
        closing: What ends a sentence before any capital (`a.m.`). A word that is leading
            too is closing after a number only (`Ft. Hood`, 6 `ft.`).
        years: What is closing after a year or a century alone (Russian `г.`: city, year).
        dating: Prepositions of time. Where one opens the clause, what closes a date does
            not close the sentence (Polish `W 1911 r. Mongolia ...`).
        openers: What begins sentences and is no name, beyond the language's stop words.
    """

    leading: frozenset[str] = frozenset()
    counting: frozenset[str] = frozenset()
    trailing: frozenset[str] = frozenset()
    closing: frozenset[str] = frozenset()
    years: frozenset[str] = frozenset()
    dating: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()


# Names that end in an exclamation mark and go on.
EXCLAIMED = _words("e jeopardy yahoo yum")

_COMMON = Abbreviations(
    leading=_words(
        """mr mrs Ms mx dr drs prof profs hon Gen Col lt sgt capt cmdr maj adm vs cf messrs mgr"""
    ),
    counting=_words("No Nos nr nrs vol vols p pp fig figs art arts sec ch § ca approx"),
    trailing=_words(
        """inc ltd co corp llc plc gmbh jr sr bros ph.d al ed eds pty pte bhd sdn s.a n.v st ste mt
        """
    ),
    closing=_words("etc a.m p.m"),
)

_SHARED = _COMMON.leading | _COMMON.trailing

_BY_LANGUAGE: Mapping[str, Abbreviations] = {
    "en": Abbreviations(
        leading=_words(
            """Pres msgr mmes Sr Bro Fr Mme Mlle Ft Pt Sec Treas Ald Assemb e.g i.e viz incl v p.s
            Gov Govs Sen Sens Rep Reps Rev Revs Supt Det Dets Sgts Cpl Cpls Pvt Pfc Brig Cdr Comdr
            Ens Insp Amb Atty Attys Asst Assoc Dep Dir Gens Lts Cols Majs Capts Spc Ssgt Const Rt"""
        ),
        counting=_words("no nos apt rte para paras tel pop Hwy ver chap est"),
        trailing=_words(
            """gov sen rep Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Tues Wed Thur Thurs Fri
            assn dept depts univ ave blvd Rd Sq Hwy Ln bldg intl natl govt mfg acad lib esq cos Ala
            Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb
            Nev Okla Ore Pa Tenn Tex Vt Va Wash Wis Wyo Ont Que Sask"""
        ),
        closing=_words("ft"),
        dating=_words("about after around at before by on since till until"),
        openers=_words(
            """according additionally approximately authorities critics currently despite dozens
            earlier eight eventually experts finally five following four hundreds initially
            investigators later millions nearly nine officials patients people previously
            prosecutors recently reports researchers residents roughly scientists seven six ten
            thousands three today tomorrow tonight two witnesses yesterday"""
        ),
    ),
    "de": Abbreviations(
        leading=_words(
            """Az Beschl Urt Hr Hrn Fr Frl dipl ing dr.-ing med jur rer rer.nat habil theol Mag pd
            dres z.b z.t z.zt z.hd d.h d.i v.a i.d.r s.o s.u m.e m.w bzw vgl sog ggf ggfs evtl inkl
            einschl exkl zzgl abzgl insb insbes bspw geb gest verh gesch hl allg betr ehem entspr
            griech engl frz franz ital lat russ span türk dt österr amerik jüd evang islam nördl
            südl östl westl städt staatl urspr verm vorm wg gegr hrsg St Bgm Abg Gebr Hptm Lt Oblt
            Präs Vors stv stellv"""
        ),
        counting=_words(
            """abb abs bd jh kap S tab tel ziff abschn anm aufl ausg bl jg rn str sp lfd kl stk max
            min"""
        ),
        trailing=_words(
            """mio mrd tsd std sek min n.chr v.chr chr jhd jhdt u.a u.ä o.ä o.g i.a a.d a.m a.d.h
            o.t e.v bzgl d.ä d.j Jan Febr Feb Mär Apr Jun Jul Aug Sept Okt Nov Dez str pl phil"""
        ),
        closing=_words("usw usf u.s.w uvm u.v.m"),
        openers=_words(
            """seit laut während nachdem bevor obwohl trotz dank statt zudem beim bereits dabei
            danach außerdem allerdings insgesamt inzwischen zuletzt später gegen neben rund etwa
            jedoch denn ob wo wer"""
        ),
    ),
    "fr": Abbreviations(
        leading=_words(
            """gén M MM Mme Mmes Mlle Mlles Me Mes Pr Mgr mm mme mmes mlle mlles cne lieut Cdt Brig
            c.-à-d p.ex av ap apr env insp S.E S.M St Ste boul bd fg dép resp"""
        ),
        counting=_words(
            """n nos chap tél réf pag al alin tom éd pl n° janv févr fév avr juil sept oct nov déc
            """
        ),
        trailing=_words("cie sté ets s.a.r.l univ"),
        closing=_words("j.-c"),
        dating=_words("en vers avant après dès depuis jusqu'en"),
        openers=_words(
            """l'un l'une d'autres c'est s'il qu'il selon lors lorsque malgré afin ainsi aujourd'hui
            hier pourtant cependant"""
        ),
    ),
    "es": Abbreviations(
        leading=_words(
            """EE FF CC JJ RR sr sra sres sras srta srtas d D dª dña dra dres lic lcda lcdo ing arq
            gral cnel almte tte sgto cmdte excmo excma ilmo ilma pdte pdta ntra ntro sto sta fr Fr
            hno hna mons pbro rvdo rdo profa dir p.ej ej av avda ctra pza c C/ esq"""
        ),
        counting=_words(
            """núm núms nº nro pág págs cap tel tfno inc aprox máx mín ene abr jun jul ago sept oct
            nov dic"""
        ),
        trailing=_words("UU AA OO ud uds vd vds cía hnos ee.uu s.l c.v depto dpto prov"),
        closing=_words("a.c d.c"),
        dating=_words("en hacia desde hasta para tras"),
        openers=_words(
            """según tras durante mientras además asimismo ayer hoy ahora así luego después pese
            aunque"""
        ),
    ),
    "it": Abbreviations(
        leading=_words(
            """Ss sig sigg sig.ra sig.na dott dott.ssa dr.ssa prof.ssa profs avv ing arch On on onn
            Sen mons card geom rag cav comm magg Ten serg brig S SS spett egr ill.mo f.lli p.es es
            cfr"""
        ),
        counting=_words(
            """n nn pag pagg cap artt tel tab sez gen feb apr giu lug ago sett ott nov dic"""
        ),
        trailing=_words("col ten magg cap gen s.p.a s.r.l s.n.c s.a.s coop"),
        closing=_words("ecc a.c d.c"),
        dating=_words("nel verso dal dopo prima alle dalle"),
        openers=_words(
            """l'uomo l'ex l'anno c'è dell' nell' all' dall' un'altra secondo durante mentre inoltre
            ieri oggi intanto infatti tuttavia così quindi poi dopo"""
        ),
    ),
    "pt": Abbreviations(
        leading=_words(
            """gen sr sra srs sras srta D dra drs dras profa profª eng engª arq exmo exma ilmo ilma
            gal Cel Ten Sgt Cap Des Min Dep Sen Gov Pref Ver Pe Ir sto sta p.ex av trav rod pça S R
            obs"""
        ),
        counting=_words(
            """núm nº n pág págs cap tel inc séc aprox máx mín jan fev abr jun jul ago set out nov
            dez"""
        ),
        trailing=_words("ltda cia s.a eua"),
        closing=_words("a.c d.c"),
        dating=_words("em por até desde após"),
        openers=_words(
            """segundo após durante enquanto além ainda ontem hoje agora assim depois porém contudo
            """
        ),
    ),
    "nl": Abbreviations(
        leading=_words(
            """Min gen dhr mevr mw ir ing jhr jkvr ds z.k.h h.k.h wed lkol kol kap staatssecr vz
            bijv bv m.n d.w.z o.a o.m m.a.w t.a.v t.b.v i.v.m i.p.v i.t.t i.s.m m.b.t m.b.v m.i.v
            t.g.v t.o.v n.a.v d.m.v o.l.v o.i.d zgn z.g resp evt incl excl gem geb gest ged vgl afd
            sr Sint h.h d.d"""
        ),
        counting=_words(
            """nrs blz pag hfst tel par dl jg afl ong max min jan feb febr mrt apr aug sept okt nov
            dec"""
        ),
        trailing=_words("b.v v.chr n.chr v.d v.o.f c.s z.o"),
        closing=_words("enz e.d e.a a.u.b s.v.p o.i.v"),
        openers=_words(
            """hij zij het de een er dit dat deze die maar ook volgens sinds tijdens toen daarna
            daarom toch zo want als bij naar over tot uit voor door wie wat waar hoe wij we ik"""
        ),
    ),
    "pl": Abbreviations(
        leading=_words(
            """gen p pp ks bp abp kard o św błog inż hab doc płk ppłk kpt por ppor mjr sierż plut
            kpr chor kmdr red mec prok ul al pl woj pow gm m.in np tzn tzw tj zob cyt ang niem franc
            łac ros wł hiszp grec ukr czes zw pt pn śp proj paraf nadkom podkom kom asp insp podinsp
            nadinsp mł st dyr prez zast kier przew sekr pos wg ds dot ur zm zał pocz poł kon ww wym
            jw nt cd h.c"""
        ),
        counting=_words(
            """nr str s tel poz pkt ust par rozdz rys ryc tab godz t lok zesz lp tłum sygn ok"""
        ),
        trailing=_words("in proc sp o.o tys mln mld bln kw kl wsch zach płn płd im os"),
        closing=_words("itd itp zł gr dol pln"),
        years=_words("r rr w wr n.e p.n.e"),
        dating=_words("w we od do po przed około ok z na za"),
        openers=_words(
            """po w według podczas jednak natomiast dlatego wczoraj dziś dzisiaj jutro potem
            następnie także również ponadto wtedy teraz nikt nic każdy oba obaj"""
        ),
    ),
    "uk": Abbreviations(
        leading=_words(
            """м с смт сел р-н вул просп пр-т пл пров бул бульв наб буд кв корп оф ім св прп акад
            проф доц канд інж підполк лейт серж кап адм гр гр-н п пп т.зв т.ч напр див пор нар пом
            англ нім фр франц лат грец іт ісп польськ рос укр араб о оз р упр дир нач заст зав зам
            ред упоряд прим чл.-кор чл"""
        ),
        counting=_words("стор рис табл гл ст ч т розд вип кн абз пп № тел"),
        trailing=_words("обл т-во"),
        closing=_words("ін т.д т.п т.ін млн млрд тис кг км м см мм грн коп дол год хв"),
        years=_words("р рр ст н.е"),
        dating=_words("у в до від після близько на з за"),
        openers=_words(
            """за згідно попри крім окрім також водночас натомість однак проте втім нині торік вчора
            сьогодні завтра наразі раніше пізніше тоді тепер тут там цей ця це ці той та те ті"""
        ),
    ),
    "ru": Abbreviations(
        leading=_words(
            """г пос дер с ул просп пр-т пл пер бул б-р наб ш д корп кв оф св прп акад проф доц канд
            инж подполк лейт серж кап адм гр г-н г-жа т.е т.н т.к т.ч т.о см ср напр англ нем фр
            франц лат греч ит исп араб польск рус укр о оз р ред сост отв зам зав нач пом чл.-корр
            чл рук изд прим"""
        ),
        counting=_words("стр рис табл гл ст п пп ч т кн вып разд абз род тел ум"),
        trailing=_words("обл р-н им"),
        closing=_words("др пр т.д т.п млн млрд тыс трлн чел кг км м см мм руб коп долл"),
        years=_words("г гг в вв н.э"),
        dating=_words("в во к с со до после около на по от"),
        openers=_words(
            """согласно однако также кроме впрочем между тем ранее позже затем вчера сегодня завтра
            ныне сейчас теперь тогда здесь там этот эта это эти тот та те"""
        ),
    ),
    "tr": Abbreviations(
        leading=_words(
            """sn Av doç yrd öğr gör alb yzb tğm ütğm çvş onb bkz örn hz ord müh mim dt bnb org korg
            tümg tuğg uzm op ecz arş bşk müd"""
        ),
        counting=_words("sf cilt md sy tel böl s"),
        trailing=_words("şti a.ş t.a.ş m.ö m.s i.ö i.s cad sok mah blv apt san tic"),
        closing=_words("vb vs vd"),
        openers=_words(
            """bu şu o bir ve ama ancak fakat çünkü daha her biz siz onlar böyle öte ayrıca sonra
            önce dün bugün şimdi işte"""
        ),
    ),
    "ar": Abbreviations(
        leading=_words("د أ أ.د م"),
        counting=_words("ص ج"),
        closing=_words("م هـ ق.م"),
    ),
    "hi": Abbreviations(
        leading=_words("डॉ डा प्रो पं मो स्व कु ले"),
        counting=_words("सं क्र नं"),
    ),
    "bn": Abbreviations(
        leading=_words("ড ডা মো মোসা প্রফে অ্যাড"),
        counting=_words("নং পৃ"),
    ),
}


@cache
def abbreviations(language: str) -> Abbreviations:
    """Return the abbreviations of `language` (ISO 639-1) together with the common ones.

    An unknown or empty language gets the English ones: what is quoted, named or labelled
    wrongly is English more often than anything else.
    """
    own = _BY_LANGUAGE.get(language, _BY_LANGUAGE["en"])
    both = {
        kind.name: getattr(_COMMON, kind.name) | getattr(own, kind.name)
        for kind in fields(Abbreviations)
    }
    # Turkish `vs.` is no versus.
    both["leading"] = _COMMON.leading - own.closing | own.leading
    return Abbreviations(**both)


@cache
def last_parts(language: str) -> frozenset[str]:
    """Return the last words of the abbreviations of `language`, in lower case.

    What ends in none of them (`ex` for French `p. ex.`) is no abbreviation.
    """
    known = abbreviations(language)
    kinds = (known.leading, known.counting, known.trailing, known.closing, known.years)
    return frozenset(each.lower().rpartition(".")[2] for kind in kinds for each in kind)


def as_listed(spelling: str) -> tuple[str, ...]:
    """Return how the lists may write `spelling`, the surest first."""
    if len(spelling) == 1:
        return (spelling,)
    lowered = spelling.lower()
    if "." not in spelling and spelling.isupper() and lowered not in _SHARED:
        return (spelling,)
    return (spelling, lowered)


# How much of a sentence is looked at before a full stop: a date is longer than a word.
LOOK_BACK = 60
_LONGEST = 24

_BOUNDS = r"\s()\[\]{}\"“”„‚«»‹›"
_APOSTROPHES = "'’‘"
# French and Italian glue articles to what they stand before: `l'av.`
_ELIDING = frozenset({"ca", "fr", "it"})
# The word before a full stop, with the letters of `z. B.` taken together.
_BEFORE = re.compile(
    rf"(?P<number>(?:\d|\b[IVXLХІ]+)\s)?(?P<letters>(?:\b[^\W\d_]\.-?\s?)*)(?P<word>[^{_BOUNDS}]*)$"
)
# `U.S`, `Ph.D`, `J.-P`
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]{1,2}")
_INITIAL = re.compile(r"[^\W\d_]\.")
_ORDINAL = re.compile(r"\d{1,2}|[IVXLC]+")
_COUNTED = re.compile(r"(?P<word>[^\s.]+)\.?\s\d{1,2}$")
_ROMAN = re.compile(r"[IVXLC]{2,}\b")
_ORDINAL_LANGUAGES = frozenset(
    {"bs", "cs", "da", "de", "et", "fi", "hr", "hu", "is", "lb", "lv", "nb", "nn", "no", "pl"}
    | {"sk", "sl", "sr", "tr"}
)
# What follows a time of day: `5 a.m. Monday`, `10 p.m. EST`.
_DAY_OR_ZONE = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]{1,3}T|GMT|UTC|Eastern|Pacific"
    r"|January|February|March|April|June|July|August|September|October|November|December)\b"
)
# What has letters for names: `Vitamin C`, `Group B`.
_LETTERED = re.compile(
    r"\b(?:category|class|division|gate|grade|group|grupo|gruppe|gruppo|groupe|hepatitis"
    r"|influenza|plan|serie|terminal|type|vitamin)\s\w$",
    re.IGNORECASE,
)


def belongs_to_word(
    before: str, following: str, language: str, *, is_whole: bool, dash: bool = False
) -> bool:
    """Return whether a full stop ends the word before it and not the sentence.

    Args:
        before: The sentence up to the full stop, or its last `LOOK_BACK` characters.
        following: The next word, with its punctuation; no lower-case letter begins it.
        language: ISO 639-1 code; empty if unknown.
        is_whole: Whether `before` is the whole sentence so far.
        dash: Whether a dash stands between that opens no dialogue: `Calif. — The fire`.
    """
    is_whole_word = is_word(before[before.rfind(" ") + 1 :], language)
    found = None if is_whole_word else _BEFORE.search(before[-_LONGEST:])
    if found is None:
        return False
    known, has_number = abbreviations(language), bool(found["number"])
    word = found["word"].lstrip(_APOSTROPHES)
    if language in _ELIDING:
        word = word.replace("’", "'").rpartition("'")[2]
    spelling = _spelling(found["letters"] + word, known)
    is_numeral = following[:1].isdigit() or bool(_ROMAN.match(following))
    if spelling in known.counting and is_numeral:
        return True
    is_year = spelling in known.years and has_number
    if is_year or (spelling in known.closing and (has_number or spelling not in known.leading)):
        is_time = not is_year and (following[:1].isdigit() or _DAY_OR_ZONE.match(following))
        return bool(is_time) or _opens_clause(before, following, language, is_whole=is_whole)
    if spelling in known.leading:
        return True
    is_letter = len(word) == 1 and word.isalpha()
    if is_letter and is_whole and before.lstrip("([\"'“„«") == word:  # `Q. What happened?`
        return True
    may_go_on = (
        spelling in known.trailing
        or (is_letter and not _LETTERED.search(before))
        or bool(_DOTTED.fullmatch(word))
        or _is_ordinal(before, word, language)
    )
    return may_go_on and (
        dash or not opens_sentence(following, language) or bool(_INITIAL.match(following))
    )


def is_word(last: str, language: str) -> bool:
    """Return whether `last` surely is no abbreviation, as most words are seen to be at once."""
    if len(last) < len("II") or not last.isalpha() or last.isupper():
        return False
    return last.lower() not in last_parts(language)


def opens_sentence(following: str, language: str) -> bool:
    """Return whether a capital in `following` must be that of a sentence.

    It must if it is a function word's, while any other capital may be a name's.
    """
    word = following.rstrip(",;:'’\"”")
    if _ROMAN.fullmatch(word):
        return False
    return is_stop_word(word, language) or word.lower() in abbreviations(language).openers


def _spelling(letters: str, known: Abbreviations) -> str:
    """Return the longest abbreviation that `letters` end in: for `r. p.n.e`, `p.n.e`."""
    parts = re.sub(r"\s", "", letters).split(".")
    kinds = (known.leading, known.counting, known.trailing, known.closing, known.years)
    for first in range(len(parts)):
        for spelling in as_listed(".".join(parts[first:])):
            if any(spelling in kind for kind in kinds):
                return spelling
    return ""


def _is_ordinal(before: str, word: str, language: str) -> bool:
    """Return whether `word`, which ends `before`, is `3.` of October and not of page 3."""
    if language not in _ORDINAL_LANGUAGES or not _ORDINAL.fullmatch(word):
        return False
    counted = _COUNTED.search(before)
    return counted is None or counted["word"].lower() not in abbreviations(language).counting


def _opens_clause(before: str, following: str, language: str, *, is_whole: bool) -> bool:
    """Return whether the date that ends `before` opens its clause: `W 1911 r. Mongolia`."""
    clause = _dated_clause(language).search(before)
    if clause is None or not (clause["start"] or is_whole):
        return False
    if not clause["start"] and clause["word"] is None:  # a date alone is no sentence
        return True
    is_conjunction = clause["word"] is None or is_stop_word(clause["word"], language)
    return is_conjunction and not opens_sentence(following, language)


@cache
def _dated_clause(language: str) -> re.Pattern[str]:
    prepositions = "|".join(sorted(abbreviations(language).dating)) or "(?!)"
    return re.compile(
        rf"(?:(?P<start>^|[,;:(–—]\s)(?:(?P<word>[^\W\d]+)\s)?(?:{prepositions})|^\d[^\s,;]*)"
        r"(?:\s[^\s,;]+){1,4}$",
        re.IGNORECASE,
    )


# A quote that touches the mark before it closes, whichever way it curls (German closes
# with the one that English opens with), unless the script sets no spaces.
_QUOTES = "\"'”’»›」』"
_CLOSING = re.escape(_QUOTES + ")]}】》〉）\\")  # some exports leave backslashes before quotes
_OPENING_QUOTES = "\"'“‘„«»‹"
_CURLED_BACK = re.escape("“‘«‹")
_OPENING = re.escape("\"'“‘„‚«»‹([{「『（【《〈¿¡#@•*")
# Marks that need no blank after them.
_SURE = "。！？｡।॥۔"
_MARKS = ".!?…؟։።။។" + _SURE
# One class to begin with is searched for several times as fast as either of two.
_END = re.compile(
    rf"[{_MARKS}](?:(?<=[{_SURE}])[{_SURE}]*[{_CLOSING}]*"
    rf"|(?<![{_SURE}])[{_MARKS}]*[{_CLOSING}{_CURLED_BACK}]*)"
)
# Full stops that end most sentences.
_PLAIN = frozenset({".", *(f".{quote}" for quote in _QUOTES)})
# French sets its closing quote apart; where letters follow at once, it is one that opens.
_DETACHED_QUOTE = re.compile(r"[ \u00a0\u202f](?:»|'')(?=[\s.,;:!?)]|$)")
_AFTER = re.compile(
    rf"\s*(?P<dash>[-–—]+\s*)?(?P<opening>(?:[{_OPENING}]|,,)*)\s?(?P<word>\S{{0,24}})"
)

# Elsewhere a dash opens a line of dialogue.
_WITHOUT_DIALOGUE_DASHES = frozenset({"", "de", "en", "nl"})
# What begins no sentence: what closes a bracket; after an exclamation, `Yahoo! Inc.`
_NO_OPENING = re.compile(r"[)\]},;:”/]")
_COMPANY = re.compile(r"(?:Inc|Corp|Co|Ltd|LLC|PLC)(?:[.,;]|$)")
# `eBay`, `mRNA`, `al-Sadr`
_CAMEL = re.compile(r"(?:[^\W\d_]|(?:al|el)-)[A-Z]")
# Whose question it was: `"Why?" Ann Roe asked.`
_SPEAKER = re.compile(
    r"\s(?P<name>[A-Z][\w.'’-]+)(?:\s[A-Z][\w.'’-]+){0,2}\s"
    r"(?:added|asked|asks|chanted|commented|cried|declared|demanded|exclaimed|insisted|joked|"
    r"posted|quipped|recalled|remarked|replied|responded|said|says|screamed|shouted|stated|told|"
    r"tweeted|wondered|wrote|yelled)\b"
)
_EAST_ASIAN_SPEAKER = re.compile(
    r"(?:と|って|という|などと?|が|は|を|に|も|の|で|的|、|，)"
    r"|[^\s，。！？；：“”「」]{1,12}(?:[说說道问問称稱喊]|表示|写道|寫道|指出|认为|認為)[，。：,:]"
)
_SHORTEST_GLUED = 3
_GLUED = re.compile(r"(?!(?:Com|Net|Org|Js)\b)[A-Z][a-z]+[\s,'’]")
_ELLIPSES = ("..", "…", ". .")
# Ukrainian gold sentences set the number of a list's item apart, those of other languages
# keep it.
_LABELS_APART = frozenset({"uk"})
_LABEL = re.compile(r"[(\[]?\d{1,3}")
# A caption runs into its credit without a mark: `A crane in Odesa Photo: Ann Roe.`
_CREDITS = ("Image", "Photo", "Picture", "Credit", "Graphic")
_CREDIT = re.compile(
    r"(?<=[\w)])\s+(?="
    r"(?:(?:Image|Photo|Photograph|Picture)s?(?: [Cc]redits?)?|Credits?|Graphic):\s"
    r"|(?:Image|Photo)s? (?:by|courtesy of)\s[A-Z])"
)
# `It fell in 2007.[1]`
_FOOTNOTES = re.compile(r"(?:\s?\[\d{1,3}\])+(?=\s|$)")
# What the two that stand apart from their mark, quotes and footnotes, cannot be without.
_APART = ("»", "''", "]")
# Wikinews closes a page with its categories, which run together once they are copied as
# text. These names and dates are never parts of others, and what stands between is one.
_CATEGORIES = "Categories: "
_CATEGORY = re.compile(
    r"(?:^|\s)([A-Z][a-z]+ \d{1,2}, \d{4}|Archived|Published|Original reporting|Wackynews"
    r"|Africa|Asia|Central America|Europe|Middle East|North America|Oceania|South America"
    r"|Crime and law|Culture and entertainment|Disasters and accidents|Economy and business"
    r"|Politics and conflicts|Science and technology)(?=\s|$)"
)
# A bracket that closes later than this was not meant to hold sentences.
_LONGEST_BRACKET = 120


def split_paragraphs(text: str) -> list[str]:
    """Return the lines of `text` that hold anything, without the blanks around them."""
    return [line for line in map(str.strip, text.splitlines()) if line]


def split_sentences(text: str, language: str = "") -> list[str]:
    """Return the sentences of `text` in order, each exactly as it stands there.

    A sentence never crosses a line break. Closing quotes and brackets belong to the
    sentence that they follow.

    Args:
        text: Plain text; every line is a paragraph.
        language: ISO 639-1 code, for its abbreviations; empty if unknown.
    """
    has_credits = any(label in text for label in _CREDITS)
    return [
        sentence
        for paragraph in split_paragraphs(text)
        for part in _parts(paragraph, has_credits=has_credits)
        for sentence in _sentences(part, language)
    ]


def _parts(paragraph: str, *, has_credits: bool) -> list[str]:
    """Return what stands in a paragraph without marks between."""
    if paragraph.startswith(_CATEGORIES):
        listed = _CATEGORY.split(paragraph.removeprefix(_CATEGORIES))
        return [_CATEGORIES.rstrip(), *filter(None, map(str.strip, listed))]
    return _CREDIT.split(paragraph) if has_credits else [paragraph]


def _sentences(paragraph: str, language: str) -> Iterator[str]:
    # Where dandas end the sentences, full stops end abbreviations.
    has_danda = "।" in paragraph
    has_apart = any(each in paragraph for each in _APART)
    start = 0
    for end in _END.finditer(paragraph):
        stop = end.end()
        if has_apart and (apart := _apart(paragraph, stop)):
            stop = apart.end()
        if stop == len(paragraph):
            break
        if has_danda and end[0][0] == "." and not end[0].startswith(".."):
            continue
        place = paragraph, start, end, stop
        if _ends_plainly(*place, language) or _ends_sentence(*place, language):
            yield paragraph[start:stop].strip()
            start = stop
    if rest := paragraph[start:].strip():
        yield rest


def _apart(paragraph: str, stop: int) -> re.Match[str] | None:
    return _DETACHED_QUOTE.match(paragraph, stop) or _FOOTNOTES.match(paragraph, stop)


def _ends_plainly(paragraph: str, start: int, end: re.Match[str], stop: int, language: str) -> bool:
    """Return whether a full stop stands between a whole word and a capital or a number.

    Most do, and are decided about in a fifth of the time.
    """
    if end[0] not in _PLAIN or paragraph[stop] != " ":
        return False
    first = paragraph[stop + 1 : stop + 3].lstrip('"“‘')[:1]
    if not (first.isupper() or first.isdigit()):
        return False
    mark = end.start()
    last = max(start, paragraph.rfind(" ", start, mark) + 1)
    return is_word(paragraph[last:mark], language) and not _is_bracketed(
        paragraph, start, mark, stop
    )


def _ends_sentence(
    paragraph: str, start: int, end: re.Match[str], stop: int, language: str
) -> bool:
    """Decide about the mark `end`, quotes included, of a sentence that began at `start`."""
    mark = end[0]
    if mark[0] in _SURE:
        return len(mark) == 1 or not _is_quotation(paragraph, mark, stop)
    if not paragraph[stop].isspace():
        return _is_glued(paragraph, end)
    after = _AFTER.match(paragraph, stop)
    if after is None or not _begins_sentence(after, mark):
        return False
    is_whole = end.start() - start <= LOOK_BACK
    begun = paragraph[max(start, end.start() - LOOK_BACK) : end.start()].strip()
    if is_whole and _is_no_sentence(begun, language):
        return False
    if _is_bracketed(paragraph, start, end.start(), stop):
        return False
    return not (
        _goes_on(begun, mark, after, language, is_whole=is_whole)
        or (mark[-1] in _QUOTES and _is_attributed(paragraph, start, mark, after, language))
    )


def _goes_on(begun: str, mark: str, after: re.Match[str], language: str, *, is_whole: bool) -> bool:
    """Return whether a mark is part of a word or of an omission."""
    following = after["word"]
    if mark.startswith(_ELLIPSES):
        return following[0].isdigit() or _stammers(begun, following)
    if mark[0] == ".":
        dash = after["dash"] is not None and language in _WITHOUT_DIALOGUE_DASHES
        return belongs_to_word(begun, following, language, is_whole=is_whole, dash=dash)
    if mark[0] == "!":
        word = begun[begun.rfind(" ") + 1 :].lower()
        is_name = word in EXCLAIMED and not opens_sentence(following, language)
        return is_name or bool(_COMPANY.match(following))
    return False


def _stammers(begun: str, following: str) -> bool:
    """Return whether a word comes again after an omission: `I... I am sorry`."""
    last = begun[begun.rfind(" ") + 1 :].strip(_QUOTES + _OPENING_QUOTES)
    return last.casefold() == following.rstrip(",.").casefold()


def _begins_sentence(after: re.Match[str], mark: str) -> bool:
    word, opening = after["word"], after["opening"]
    if word[:1].islower() and not _CAMEL.match(word):
        # `¿y qué?`; Dutch `'s Avonds`; a quotation of half a sentence
        return (
            opening[:1] in {"¿", "¡"}
            or opening + word in {"'s", "'t"}
            or (mark == "." and opening in {'"', "“", "„", "«"})
        )
    return bool(word) and not _NO_OPENING.match(word)


def _is_glued(paragraph: str, end: re.Match[str]) -> bool:
    """Return whether the blank after a mark was lost with a line break: `the end.The ship`."""
    before = paragraph[max(0, end.start() - _SHORTEST_GLUED) : end.start()]
    return (
        (before.isdigit() or (before.islower() and before.isalpha()))
        and not end[0].startswith(_ELLIPSES)
        and bool(_GLUED.match(paragraph, end.end()))
    )


def _is_bracketed(paragraph: str, start: int, mark: int, stop: int) -> bool:
    """Return whether a mark stands in brackets that the sentence opened and will close."""
    opened = paragraph.rfind("(", max(start, mark - _LONGEST_BRACKET), mark)
    if opened < 0 or not paragraph[start:opened].strip() or ")" in paragraph[opened:stop]:
        return False
    return paragraph.find(")", stop, stop + _LONGEST_BRACKET) >= 0


def _is_no_sentence(begun: str, language: str) -> bool:
    """Return whether nothing but marks or the number of an item was begun."""
    if not any(map(str.isalnum, begun)):
        return True
    return language not in _LABELS_APART and bool(_LABEL.fullmatch(begun))


def _is_attributed(
    paragraph: str, start: int, mark: str, after: re.Match[str], language: str
) -> bool:
    """Return whether a sentence that begins with a quotation goes on to say whose it is.

    `"Why?" Ann Roe asked.`, `"We won!" — Ann Roe`.
    """
    if paragraph[start : start + 2].lstrip()[:1] not in _OPENING_QUOTES:
        return False
    if after["dash"] and after["dash"][0] in "—–" and language in _WITHOUT_DIALOGUE_DASHES:
        return True
    speaker = _SPEAKER.match(paragraph, after.start()) if mark[0] in "!?" else None
    return speaker is not None and not is_stop_word(speaker["name"], "en")


def _is_quotation(paragraph: str, mark: str, stop: int) -> bool:
    """Return whether the sentence goes on after a quotation or a title: `「行く。」と言った`."""
    if mark[-1] in "》〉":
        return True
    return mark[-1] in _QUOTES and bool(_EAST_ASIAN_SPEAKER.match(paragraph, stop))
