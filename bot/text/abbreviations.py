"""Abbreviations of news prose, by what their full stop says about the end of a sentence.

Without the last full stop. In lower case, or with the capital that tells the abbreviation
from a word (`Ill.`, ill); single letters are meant as they stand. Whole words in capitals
are acronyms (German WG, wg.) but for those that all languages share (`DR.`). A language that is not
listed has the common ones alone. Initials, ordinals and dotted capitals (`U.S.`) follow
rules, not lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache


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
