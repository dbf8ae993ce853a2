"""Words that turn a fact round, and numbers in words: what two wordings may differ in.

A language that is not listed has none: its digits and names still tell facts apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from bot.text.words import stem

# Not "without": it turns no fact round.
_NEGATIONS = {
    "de": "nicht kein keine keinen keinem keiner keines nie niemals niemand",
    "en": "not no never nobody none neither nor cannot",
    "es": "no nunca jamás nadie ningún ninguna ninguno tampoco",
    "fr": "n ne jamais aucun aucune",
    "it": "non mai nessun nessuna nessuno",
    "nl": "niet geen nooit niemand",
    "pl": "nie nigdy nikt żaden żadna żadnych",
    "pt": "não nunca jamais ninguém nenhum nenhuma",
    "ru": "не нет ни никогда никто",
    "uk": "не немає ні ніколи ніхто",
}

# Each line: what is said of one outcome, and what is said of the other.
_OPPOSITES = {
    "de": """
        angenommen annehmen nehmen zugestimmt stimmen billigen gebilligt | abgelehnt ablehnen lehnen
        gestiegen steigen stieg erhöht | gefallen sinken sank gesunken gesenkt
        gewonnen gewinnt gewann | verloren verliert verlor
        geöffnet öffnen öffnet begonnen beginnt | geschlossen schließen schließt beendet
        festgenommen verhaftet | freigelassen entlassen
        verurteilt schuldig | freigesprochen unschuldig
        bestätigt bestätigen | bestritten dementiert bestreitet
        überlebt lebt | gestorben getötet tot
        """,
    "en": """
        accept approve back endorse pass agree | reject refuse oppose veto block decline
        rise rose risen climb increase grow grew gain | fall fell fallen drop decrease shrink
        win won beat | lose lost
        open reopen begin began start resume | close end stop halt suspend
        arrest detain jail | free freed release
        convict guilty | acquit innocent
        appoint hire nominate | dismiss fire sack oust
        confirm admit | deny denied denies
        survive safe alive | die died dead kill
        impose | lift scrap
        join | leave left quit
        """,
    "es": """
        aceptar aceptó aprobar aprobó | rechazar rechazó
        subir subió aumentó aumentar | bajar bajó cayó caer
        ganar ganó | perder perdió
        abrir abrió reabrir empezó | cerrar cerró terminó
        detener detuvo detenido | liberar liberado liberó
        condenado culpable | absuelto inocente
        confirmar confirmó | negar negó desmintió
        """,
    "fr": """
        accepter accepté approuver approuvé adopté | rejeter rejeté refuser refusé
        augmenter augmenté hausse grimpé | baisser baissé baisse chuté
        gagner gagné remporté | perdre perdu
        ouvrir ouvert rouvert commencé | fermer fermé terminé
        arrêté arrêtés | libéré libérés relâché
        condamné coupable | acquitté innocent
        confirmer confirmé | nier nié démenti
        """,
    "it": """
        accettato accettare approvato approvare | respinto respingere rifiutato bocciato
        aumentato salito aumentare | diminuito sceso calato
        vinto vincere | perso perdere
        aperto aprire riaperto | chiuso chiudere
        arrestato arrestati | liberato liberati rilasciato
        condannato colpevole | assolto innocente
        confermato confermare | smentito negato
        """,
    "nl": """
        aangenomen aanvaard goedgekeurd | verworpen afgewezen
        gestegen stijgt steeg | gedaald daalt daalde
        gewonnen wint won | verloren verliest verloor
        geopend opent heropend | gesloten sluit
        gearresteerd aangehouden | vrijgelaten
        veroordeeld schuldig | vrijgesproken onschuldig
        bevestigd bevestigt | ontkend ontkent
        """,
    "pl": """
        przyjął przyjęli przyjęto zatwierdził | odrzucił odrzucili odrzucono
        wzrósł wzrosła wzrosły | spadł spadła spadły
        wygrał wygrała | przegrał przegrała
        otwarto otworzył | zamknięto zamknął
        zatrzymano aresztowano | zwolniono uwolniono
        potwierdził potwierdziła | zaprzeczył zaprzeczyła
        """,
    "pt": """
        aceitou aceitar aprovou aprovar | rejeitou rejeitar recusou
        subiu subir aumentou | caiu cair desceu
        ganhou venceu | perdeu
        abriu reabriu começou | fechou terminou
        detido preso | libertado solto
        condenado culpado | absolvido inocente
        confirmou | negou desmentiu
        """,
    "ru": """
        принял приняли одобрил одобрили поддержали | отклонил отклонили отверг отвергли
        вырос выросли выросла | упал упали снизился снизились
        выиграл выиграли победил | проиграл проиграли
        открыл открыли открыт | закрыл закрыли закрыт
        задержан задержаны арестован | освобождён освобожден отпущен
        подтвердил подтвердили | опроверг опровергли
        """,
    "uk": """
        прийняв прийняли схвалив схвалили підтримали | відхилив відхилили відкинули
        зріс зросли зросла | впав впали знизився знизилися
        виграв виграли переміг | програв програли
        відкрив відкрили відкрито | закрив закрили закрито
        затримано заарештовано | звільнено відпущено
        підтвердив підтвердили | спростував спростували
        """,
}

# From two on: "one" is a pronoun and an article as often as a number.
_NUMBERS = {
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "en": "two three four five six seven eight nine ten eleven twelve",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "pl": "dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście",
    "pt": "dois três quatro cinco seis sete oito nove dez onze doze",
    "ru": "два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
    "uk": "два три чотири п'ять шість сім вісім дев'ять десять одинадцять дванадцять",
}


@cache
def negations(language: str) -> frozenset[str]:
    """Return the words of `language` (ISO 639-1) that deny, lower case."""
    return frozenset(_NEGATIONS.get(language or "en", "").split())


@cache
def numbers_in_words(language: str) -> Mapping[str, str]:
    """Return the digits of the numbers that `language` writes in words, two to twelve."""
    words = _NUMBERS.get(language or "en", "").split()
    return {word: str(number) for number, word in enumerate(words, start=2)}


@cache
def opposites(language: str) -> Mapping[str, frozenset[str]]:
    """Return for each stem of `language` those that say the opposite of an outcome."""
    found: dict[str, frozenset[str]] = {}
    for line in _OPPOSITES.get(language or "en", "").strip().splitlines():
        one, other = (
            frozenset(stem(word, language) for word in side.split()) for side in line.split("|")
        )
        for these, those in ((one, other), (other, one)):
            for each in these:
                found[each] = found.get(each, frozenset()) | those - these
    return found
