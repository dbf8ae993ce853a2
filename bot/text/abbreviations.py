"""Abbreviations of news prose, by what their full stop says about the end of a sentence.

Lower case, without the last full stop. A language that is not listed has the common ones
alone. Dotted capitals (`U.S.`), initials and ordinals follow rules, not lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """What a language writes with a full stop that need not end a sentence.

    Attributes:
        leading: What always goes on: titles before a name (`Gov.`) and words that point
            ahead (`e.g.`).
        counting: What goes on if a number follows (`No. 1`).
        trailing: What goes on before a name and ends before a function word (`Inc.`).
        closing: What ends a sentence before any capital (`a.m.`). A word that is leading
            too is closing after a number only (Russian `г.`: city, year).
    """

    leading: frozenset[str] = frozenset()
    counting: frozenset[str] = frozenset()
    trailing: frozenset[str] = frozenset()
    closing: frozenset[str] = frozenset()

    def __contains__(self, spelling: str) -> bool:
        """Return whether `spelling` is one of them."""
        kinds = (self.leading, self.counting, self.trailing, self.closing)
        return any(spelling in kind for kind in kinds)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Names that end in an exclamation mark and go on.
EXCLAIMED = _words("jeopardy yahoo yum")

_COMMON = Abbreviations(
    leading=_words(
        """mr mrs ms mx dr drs prof hon st ste mt gen col lt sgt capt cmdr maj adm vs cf al
        ed eds"""
    ),
    counting=_words("no nos nr vol p pp fig art sec ch"),
    trailing=_words("inc ltd co corp llc plc jr sr bros ca ph.d"),
    closing=_words("etc"),
)

_BY_LANGUAGE: Mapping[str, Abbreviations] = {
    "en": Abbreviations(
        leading=_words(
            """gov govs sen sens rep reps rev revs fr pres supt det sgts cpl pvt pfc brig
            cdr ens insp messrs mmes amb atty asst assoc dep dir gens lts spc ft e.g i.e viz
            approx est incl v"""
        ),
        counting=_words("apt rte para tel"),
        trailing=_words(
            """jan feb mar apr jun jul aug sept sep oct nov dec tues thur thurs assn dept
            univ ave blvd rd sq bldg intl natl esq cos ala ariz ark calif colo conn del fla
            ga ill ind kan ky la md mich minn mo mont neb nev okla ore pa tenn tex vt va
            wash wis wyo ont que"""
        ),
        closing=_words("a.m p.m"),
    ),
    "de": Abbreviations(
        leading=_words(
            """hr fr frl dipl ing med jur phil z.b d.h u.a v.a i.d.r o.ä s.o s.u bzw vgl sog
            ggf evtl inkl exkl zzgl insb bspw max min geb gest hl abs griech engl franz ital
            russ ehem"""
        ),
        counting=_words("abb bd jh kap s tab tel ziff"),
        trailing=_words("mio mrd tsd std n.chr v.chr chr jhd str"),
        closing=_words("usw usf u.s.w uvm"),
    ),
    "fr": Abbreviations(
        leading=_words("m mm mme mmes mlle mlles me c.-à-d p.ex env"),
        counting=_words("n chap tél réf"),
        trailing=_words("av apr janv févr juil déc cie"),
        closing=_words("j.-c"),
    ),
    "es": Abbreviations(
        leading=_words(
            """sr sra sres sras srta d dª dña dra dres lic ing arq gral cnel tte excmo excma
            ilmo pdte pdta ntra sto sta p.ej aprox av avda c"""
        ),
        counting=_words("núm núms nº pág págs cap tel"),
        trailing=_words("ud uds vd vds s.a cía ee.uu"),
        closing=_words("a.c d.c"),
    ),
    "it": Abbreviations(
        leading=_words(
            """sig sigg sig.ra sig.na dott dott.ssa avv ing arch on mons card ten s ss sen
            geom rag prof.ssa p.es es"""
        ),
        counting=_words("n nn pag pagg cap tel artt"),
        trailing=_words("s.p.a s.r.l"),
        closing=_words("ecc a.c d.c"),
    ),
    "pt": Abbreviations(
        leading=_words(
            """sr sra srs sras srta d dra drs dras eng arq exmo exma gal cel ten sto sta p.ex
            av aprox"""
        ),
        counting=_words("núm nº pág págs cap tel"),
        trailing=_words("ltda cia s.a"),
        closing=_words("a.c d.c"),
    ),
    "pl": Abbreviations(
        leading=_words(
            """p ks bp abp kard św inż mgr hab red płk por kpt ppłk mjr sierż im ul al pl os
            np tzn tzw tj m.in ok ww zw pt śp ang niem łac ros wł zob"""
        ),
        counting=_words("str tel poz rys tab godz s t"),
        trailing=_words("in proc sp o.o"),
        closing=_words("itd itp r w wr n.e p.n.e tys mln mld zł"),
    ),
    "ru": Abbreviations(
        leading=_words(
            """г гр им ул просп пл пер д кв корп св акад доц инж ген полк т.е т.н т.к т.ч
            т.о см ср напр англ нем фр лат греч ит исп араб тел о оз р"""
        ),
        counting=_words("стр рис табл гл ст п пп т"),
        trailing=_words("пр руб коп долл"),
        closing=_words("г гг в вв др т.д т.п н.э млн млрд тыс чел кг км см м мм"),
    ),
    "uk": Abbreviations(
        leading=_words(
            """м вул просп пл пров буд кв ім св акад проф доц інж ген полк гр с смт о оз р
            т.зв напр див пор англ нім фр лат грец іт тел п"""
        ),
        counting=_words("стор рис табл гл ст ч пп т"),
        trailing=_words("грн коп дол обл"),
        closing=_words("р рр ін т.д т.п н.е млн млрд тис кг км м"),
    ),
    "tr": Abbreviations(
        leading=_words("sn av doç yrd öğr gör alb yzb tğm bkz örn hz ord müh mim"),
        counting=_words("sf cilt md"),
        trailing=_words("şti a.ş m.ö m.s cad sok mah"),
        closing=_words("vb vs vd"),
    ),
    "ar": Abbreviations(counting=_words("ص")),
    "hi": Abbreviations(leading=_words("डॉ डा प्रो पं"), counting=_words("सं")),
}


@cache
def abbreviations(language: str) -> Abbreviations:
    """Return the abbreviations of `language` (ISO 639-1) together with the common ones.

    An unknown or empty language gets the English ones: what is quoted, named or labelled
    wrongly is English more often than anything else.
    """
    own = _BY_LANGUAGE.get(language, _BY_LANGUAGE["en"])
    return Abbreviations(
        leading=_COMMON.leading - own.closing | own.leading,
        counting=_COMMON.counting | own.counting,
        trailing=_COMMON.trailing | own.trailing,
        closing=_COMMON.closing | own.closing,
    )
