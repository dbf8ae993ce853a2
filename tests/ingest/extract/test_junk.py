"""What stands in an article's place is told apart, and no article is taken for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import NoArticleError, Reason
from bot.ingest.extract.junk import refuse_junk
from bot.ingest.extract.metadata import Metadata
from bot.ingest.extract.page import parse_page
from storage.model import Draft
from tests.benchmarks.junk_pages import REASONS, invented, is_for_tuning
from tests.news import NOW
from tests.walks.pages import ICE_PARAGRAPHS, PORT_PARAGRAPHS

ARTICLE = Metadata(is_article=True)
PAGE = Metadata()

CONSENT = {
    "en": "We value your privacy. We and our 312 partners store and read cookies on your device to "
    "show personalised ads and to measure them. You may accept or reject this. You can withdraw "
    "your consent at any time in the cookie settings. Some partners process personal data "
    "without asking for consent; you may object to that below.",
    "de": "Wir und unsere 312 Partner setzen Cookies und verarbeiten personenbezogene Daten, um "
    "Anzeigen zu messen. Mit Klick auf „Akzeptieren“ erteilen Sie Ihre Einwilligung. Sie können "
    "die Einwilligung jederzeit in den Einstellungen widerrufen. Mehr dazu steht in der "
    "Datenschutzerklärung. Ohne Zustimmung ist die Seite mit Abo lesbar.",
    "fr": "Nous et nos partenaires déposons des cookies afin de mesurer l'audience. Vous pouvez "
    "accepter ou refuser ces cookies. Votre consentement peut être retiré à tout moment. Vos "
    "données personnelles sont traitées selon notre politique de confidentialité. Paramétrer "
    "mes choix ou continuer sans accepter.",
    "uk": "Ми та наші партнери використовуємо файли cookie, щоб показувати рекламу. Натисніть "
    "«Прийняти», щоб дати згоду на обробку персональних даних. Ви можете відхилити їх або "
    "змінити налаштування cookie пізніше. Детальніше — у політиці конфіденційності сайту.",
    "pl": "My i nasi partnerzy używamy plików cookie, aby mierzyć oglądalność. Kliknij "
    "„Akceptuję”, aby wyrazić zgodę na przetwarzanie danych osobowych. Zgodę można wycofać w "
    "ustawieniach. Szczegóły są w polityce prywatności.",
}

BOT_CHECKS = {
    "en": "Checking if the site connection is secure. This may take a few seconds.",
    "human": "Please verify that you are human by pressing the button below.",
    "de": "Bitte bestätigen Sie, dass Sie kein Roboter sind.",
    "fr": "Confirmez que vous n’êtes pas un robot pour continuer.",
    "tick": "Je ne suis pas un robot",
    "pt": "Confirme que você não é um robô.",
    "es": "Marca la casilla para confirmar que no eres un robot.",
    "ru": "Подтвердите, что вы не робот.",
    "uk": "Підтвердьте, що ви не робот.",
}

STUBS = {
    "en": "Subscribe to continue reading this story.",
    "only": "This story is only for subscribers.",
    "full": "Sign up to read the full story.",
    "nl": "Dit artikel is alleen voor abonnees.",
    "log in": "Log in or create a free account to keep reading.",
    "de": "Dieser Artikel ist nur für Abonnenten lesbar.",
    "fr": "Il vous reste 78 % de cet article à lire. La suite est réservée aux abonnés.",
    "es": "Contenido exclusivo para suscriptores.",
    "pl": "Dalsza część tylko dla subskrybentów.",
    "ru": "Оформите подписку, чтобы читать дальше.",
    "uk": "Оформіть передплату, щоб читати далі.",
}

ERROR_TITLES = (
    "404 Not Found",
    "Page not found | Coast Times",
    "Sorry, we can't find that page",
    "The page you are looking for could not be found",
    "404",
    "404 - Coast Times",
    "Error 503",
    "502 Bad Gateway",
    "Oops!",
    "Forbidden",
    "Seite nicht gefunden",
    "Page introuvable",
    "Página no encontrada",
    "Nie znaleziono strony",
    "Страница не найдена",
    "Сторінку не знайдено",
    "ページが見つかりません",
)


def reason(
    title: str,
    body: str,
    *,
    language: str = "en",
    metadata: Metadata = PAGE,
    url: str | None = None,
    page: str = "",
):
    """Return why this is no article, or None if it is one."""
    draft = Draft(title=title, body=body, url=url, language=language)
    try:
        refuse_junk(draft, metadata=metadata, page=page)
    except NoArticleError as error:
        return error.reason
    return None


@pytest.mark.parametrize("metadata", [PAGE, ARTICLE], ids=["page", "says it is an article"])
@pytest.mark.parametrize("language", CONSENT)
def test_a_consent_dialog_is_no_article(language, metadata):
    found = reason("Port strike ends", CONSENT[language], language=language, metadata=metadata)
    assert found == Reason.CONSENT_WALL


@pytest.mark.parametrize("body", BOT_CHECKS.values(), ids=BOT_CHECKS)
def test_a_check_for_robots_is_no_article(body):
    assert reason("coast-times.example", body) == Reason.BOT_CHECK


def test_a_check_for_robots_may_be_all_title():
    assert reason("Just a moment...", "") == Reason.BOT_CHECK
    assert reason("Access Denied", "") == Reason.BOT_CHECK


@pytest.mark.parametrize("title", ERROR_TITLES)
def test_an_error_page_is_no_article(title):
    body = "The link may be old. Go to the front page, or search for what you need."
    assert reason(title, body) == Reason.ERROR_PAGE


@pytest.mark.parametrize("end", STUBS.values(), ids=STUBS)
def test_a_beginning_that_must_be_paid_for_is_no_article(end):
    body = f"{PORT_PARAGRAPHS[0]}\n\n{PORT_PARAGRAPHS[1]}\n\n{end}"
    assert reason("Port strike ends", body, metadata=ARTICLE) == Reason.PAYWALL


def test_a_page_for_subscribers_is_believed_when_its_text_is_short():
    paid = Metadata(is_article=True, is_free=False)
    assert reason("Port strike ends", "\n\n".join(PORT_PARAGRAPHS), metadata=paid) == Reason.PAYWALL


def test_a_list_of_links_is_no_article():
    lines = [f"Ferry fares rise again in harbour number {number}" for number in range(30)]
    assert reason("Coast Times", "\n\n".join(lines)) == Reason.LINK_LIST


def test_a_front_page_is_no_article():
    body = "\n\n".join(ICE_PARAGRAPHS + PORT_PARAGRAPHS)
    assert reason("Coast Times", body, metadata=Metadata(teasers=25)) == Reason.LINK_LIST


@pytest.mark.parametrize("body", ["", "Cranes start again on Wednesday morning."])
def test_a_few_words_are_no_article(body):
    assert reason("Port strike ends", body, metadata=ARTICLE) == Reason.TOO_SHORT


FILLER = "\n\n".join(ICE_PARAGRAPHS)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        pytest.param("Port strike ends", "\n\n".join(PORT_PARAGRAPHS), id="news"),
        pytest.param(
            "Court limits cookie dialogs",
            "Websites may no longer hide the button that rejects cookies, a court ruled on "
            "Tuesday.\n\nThe case was brought by two students against a shop.\n\n"
            "The shop said that it would change its page by January.\n\n"
            "Lawyers expect hundreds of similar cases. About a third of all sites use such "
            "dialogs, a study found last year. The fine is 40,000 a day.",
            id="about cookies",
        ),
        pytest.param(
            "Why “404 not found” is still with us",
            f"The error page turns 35 this year.\n\n{FILLER}\n\n{FILLER}",
            id="about error pages",
        ),
        pytest.param(
            "Are you a robot? The test that nobody passes",
            f"Are you a robot? Millions are asked each day.\n\n{FILLER}\n\n{FILLER}",
            id="about robots",
        ),
        pytest.param(
            "Paper tries a new paywall",
            f"Subscribe to continue reading: so it says today.\n\n{FILLER}\n\n{FILLER}",
            id="about paywalls",
        ),
    ],
)
def test_an_article_may_be_about_anything(title, body):
    assert reason(title, body, metadata=PAGE) is None


NOTE = (
    "The council said so on Tuesday after a long meeting. Work will begin in spring and last "
    "until the end of next year. Neighbours had waited for the decision since the flood. Nobody "
    "was hurt, and the road stays open for buses and for the post."
)


@pytest.mark.parametrize(
    ("title", "beginning"),
    [
        ("404 passengers rescued from ferry", "All are safe."),
        ("500 jobs to go at steel plant", "It cuts one job in four."),
        ("Police cannot find missing hiker's boat", "The search was called off."),
        ("Missing climber could not be found", "The search was called off."),
        ("Access denied to refugees at border", "They waited for days."),
        ("Just a moment of silence for the drowned", "People stood still."),
        ("Oops! Minister sends letter to the wrong town", "It was a mistake."),
        ("Forbidden City reopens", "The palace had been closed for repairs."),
        ("Film service raises its fees", "Prices for subscribers rise by a tenth."),
        ("New portal opens", "Residents can register online to access the service."),
        ("Cennik rośnie", "Ceny dla subskrybentów wzrosną o dziesięć procent."),
        ("Krant wordt duurder", "De prijs voor abonnees stijgt met een tiende."),
        ("Une voix au festival", "Ce n’est pas un robot qui chante."),
        ("Странный гость", "Это не робот, а человек в костюме."),
        ("O convidado", "Não é um robô, é um ator."),
    ],
    ids=lambda text: text[:24],
)
def test_short_news_may_share_words_with_what_is_no_article(title, beginning):
    assert reason(title, f"{beginning} {NOTE}") is None


ABOUT_COOKIES = {
    "de": (
        "Gericht begrenzt Cookie-Dialoge",
        (
            "Webseiten dürfen den Knopf zum Ablehnen von Cookies nicht mehr verstecken, "
            "entschied ein Gericht in Kiel. Geklagt hatten zwei Studenten gegen einen "
            "Schuhladen. Der Laden will seine Seite bis Januar ändern. Das Urteil gilt auch für "
            "andere Händler im Norden. Die Richterin sprach von einer klaren Sache. "
            "Verbraucherschützer hatten lange darauf gewartet, die Branche rechnet mit Kosten "
            "in Millionenhöhe."
        ),
    ),
    "fr": (
        "La justice limite les bandeaux de cookies",
        (
            "Les sites ne pourront plus cacher le bouton qui permet de refuser les cookies, a "
            "jugé mardi un tribunal de Rennes. Deux étudiants avaient attaqué un marchand de "
            "chaussures. Celui-ci changera sa page d'ici janvier. La décision vaut pour toute "
            "la région. La présidente a parlé d'une affaire simple. Les associations "
            "attendaient ce jugement depuis des années, le secteur craint des frais élevés."
        ),
    ),
    "uk": (
        "Суд обмежив вікна про файли cookie",
        (
            "Сайти більше не можуть ховати кнопку, яка дозволяє відхилити cookie, вирішив у "
            "вівторок суд у Львові. Позов подали двоє студентів проти крамниці взуття. Крамниця "
            "обіцяє змінити сторінку до січня. Рішення стосується всієї області. Суддя назвала "
            "справу простою. Громадські організації чекали на нього кілька років, а галузь "
            "рахує збитки."
        ),
    ),
    "pl": (
        "Sąd ogranicza okna z plikami cookie",
        (
            "Strony nie mogą już ukrywać przycisku, który pozwala odrzucić pliki cookie, orzekł "
            "we wtorek sąd w Gdańsku. Pozew złożyło dwoje studentów przeciwko sklepowi z "
            "butami. Sklep zmieni stronę do stycznia. Wyrok dotyczy całego województwa. Sędzia "
            "nazwała sprawę prostą. Organizacje czekały na niego od lat, a branża liczy koszty."
        ),
    ),
}


@pytest.mark.parametrize("language", ABOUT_COOKIES)
def test_an_article_about_cookies_is_one_in_any_language(language):
    title, body = ABOUT_COOKIES[language]
    assert reason(title, body, language=language, metadata=ARTICLE) is None


SHOWN = Metadata(teasers=40)


def test_an_article_may_show_others_beside_it():
    shown = replace(SHOWN, is_article=True)
    assert reason("Port strike ends", "\n\n".join(PORT_PARAGRAPHS), metadata=shown) is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("/ports/dockers-end-their-strike", None, id="a title"),
        pytest.param("/ports/dockers-end-their-strike.html", None, id="a title in a file"),
        pytest.param("/ports/article20261124", None, id="a number"),
        pytest.param("/", Reason.LINK_LIST, id="front page"),
        pytest.param("/ports/", Reason.LINK_LIST, id="section"),
        pytest.param("/north-east/ports", Reason.LINK_LIST, id="section of a section"),
        pytest.param("/dockers-end-their-strike/photos", Reason.LINK_LIST, id="beneath a title"),
    ],
)
def test_among_many_others_an_article_is_known_by_its_address(path, expected):
    body = "\n\n".join(ICE_PARAGRAPHS + PORT_PARAGRAPHS)
    url = f"https://coast-times.example{path}"
    assert reason("Port strike ends", body, metadata=SHOWN, url=url) == expected


def test_a_pasted_list_of_short_lines_is_taken_as_it_is():
    lines = "\n\n".join(f"Harbour {number}: open from eight to noon" for number in range(12))
    refuse_junk(Draft(title="Opening hours", body=lines, language="en"))


def shows(*lines: str) -> str:
    """Return a page that shows the lines."""
    return f"<html><body>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Please turn on JavaScript to read us.", Reason.NO_SCRIPT, id="script"),
        pytest.param("Bitte aktivieren Sie JavaScript.", Reason.NO_SCRIPT, id="script, de"),
        pytest.param("Your browser is out of date.", Reason.NO_SCRIPT, id="browser"),
        pytest.param("This page is not available in your country.", Reason.REGION, id="region"),
        pytest.param("Niedostępne w Twoim kraju.", Reason.REGION, id="region, pl"),
        pytest.param(
            "451: Unavailable due to legal reasons", Reason.REGION, id="region, by number"
        ),
        pytest.param(
            "Our site can't be shown in most countries of the EU.", Reason.REGION, id="EU"
        ),
        pytest.param("Das Video kann nur in Deutschland gezeigt werden.", Reason.REGION, id="de"),
        pytest.param("Ce site n'est pas accessible hors de France.", Reason.REGION, id="fr"),
        pytest.param("No se puede ver fuera de España.", Reason.REGION, id="es"),
        pytest.param("Il servizio non è accessibile dall'estero.", Reason.REGION, id="it"),
        pytest.param("Alleen te bekijken binnen dit land.", Reason.REGION, id="nl"),
        pytest.param("Відео не можна переглянути за кордоном.", Reason.REGION, id="uk"),
        pytest.param("This story has been taken down.", Reason.ERROR_PAGE, id="taken down"),
        pytest.param("Unsere Seite ist gerade überlastet.", Reason.ERROR_PAGE, id="too busy, de"),
        pytest.param("Recharger la page.", Reason.ERROR_PAGE, id="load again, fr"),
        pytest.param("Coś się zepsuło.", Reason.ERROR_PAGE, id="broken, pl"),
        pytest.param("Read this story in the Coast Times app.", Reason.APP, id="app"),
        pytest.param("Continua a leggere nell’app.", Reason.APP, id="app, it"),
        pytest.param("We are down for maintenance: be back soon.", Reason.ERROR_PAGE, id="down"),
        pytest.param("Сторінку переміщено або видалено.", Reason.ERROR_PAGE, id="moved, uk"),
        pytest.param("Ray ID: 8f1c22aa", Reason.BOT_CHECK, id="number of a check"),
        pytest.param("The wind turns.", Reason.TOO_SHORT, id="none of them"),
    ],
)
def test_a_page_that_shows_too_little_is_named_by_what_it_says(text, expected):
    assert reason("Coast Times", "", page=shows(text)) == expected
    assert reason("Coast Times", text) == expected


@pytest.mark.parametrize(
    "title", ["451 passengers rescued from ferry", "451 jobs to go at steel plant"]
)
def test_a_number_of_people_is_no_status(title):
    assert reason(title, f"All are safe. {NOTE}") is None


MARGIN = "Subscribe to read this week's best stories. Already a subscriber? Log in."
QUAKE = (
    "気象台は十三日、港の沖で強い地震があったと発表した。けが人の報告はない。"
    "電車は一時止まったが、昼までに動き始めた。市は避難所を三か所に開いた。"
    "漁船は沖に出て、夕方に戻った。港の倉庫では棚が倒れ、箱が床に散らばった。"
)


@pytest.mark.parametrize(
    ("text", "language", "margin"),
    [
        pytest.param(NOTE, "en", MARGIN, id="English"),
        pytest.param(QUAKE, "ja", "有料会員になると会員限定の記事が読めます。", id="Japanese"),
    ],
)
def test_what_stands_in_the_margin_of_a_short_article_is_no_wall(text, language, margin):
    """A site that sells subscriptions says so on its free pages as well."""
    menu = [f"Section number {number}" for number in range(8)]
    for lines in ([margin, *menu, text, *menu], [*menu, text, *menu, margin]):
        page = shows(*lines)
        found = reason("The road", text, language=language, metadata=ARTICLE, page=page)
        assert found is None


@pytest.mark.parametrize(
    "end", ["この記事は有料会員限定です。", "続きを読むには会員登録が必要です。"]
)
def test_a_text_in_japanese_breaks_off_like_any_other(end):
    found = reason("地震", f"{QUAKE}\n\n{end}", language="ja", metadata=ARTICLE)
    assert found == Reason.PAYWALL


def test_news_about_paying_members_is_no_offer():
    text = f"配信会社の有料会員が一億人を超えた。\n\n{QUAKE}\n\n会社は有料会員の料金を変えない。"
    found = reason("有料会員が一億人に", text, language="ja", metadata=ARTICLE)
    assert found is None


def test_a_wall_of_two_lines_is_seen_if_only_its_second_one_was_taken_for_text():
    price = "From 2.50 a week, and you may cancel online whenever you like."
    page = shows(NOTE, "Continue with a digital subscription", price)
    found = reason("The road", f"{NOTE}\n\n{price}", metadata=ARTICLE, page=page)
    assert found == Reason.PAYWALL


def test_a_beginning_that_is_too_short_is_named_by_the_wall_behind_it():
    text = "The council said so on Tuesday.\n\nTen artykuł przeczytasz z prenumeratą."
    assert reason("The road", text, language="pl", metadata=ARTICLE) == Reason.PAYWALL


def test_a_form_to_log_in_is_no_article():
    form = "<form>Log in to go on <input type='password'></form>"
    assert reason("Coast Times", "", page=form) == Reason.PAYWALL
    assert reason("Coast Times", "", page=shows("Log in to go on")) == Reason.TOO_SHORT


def test_a_wall_below_the_text_is_seen_even_if_the_text_was_found_without_it():
    body = "\n\n".join(PORT_PARAGRAPHS)
    walled = shows(*PORT_PARAGRAPHS, "Subscribe to continue reading.")
    assert reason("Port strike ends", body, metadata=ARTICLE, page=walled) == Reason.PAYWALL
    offered = shows(*PORT_PARAGRAPHS, "Subscribe from 1 a month. Already a subscriber? Log in.")
    assert reason("Port strike ends", body, metadata=ARTICLE, page=offered) is None


@pytest.mark.parametrize(
    ("end", "language"),
    [
        pytest.param("This post is for paying subscribers.", "en", id="subscribers"),
        pytest.param("Sign up for free to see the rest.", "en", id="account"),
        pytest.param("Den vollen Text lesen Sie mit unserem Abo.", "de", id="German"),
        pytest.param("Ten artykuł przeczytasz z prenumeratą.", "pl", id="Polish"),
    ],
)
def test_a_text_breaks_off_where_its_end_says_what_it_takes_to_read_on(end, language):
    note = f"{NOTE}\n\n{end}"
    assert reason("The road", note, language=language, metadata=ARTICLE) == Reason.PAYWALL
    page = shows(*NOTE.split(". "), end)
    assert reason("The road", NOTE, language=language, metadata=ARTICLE, page=page) == (
        Reason.PAYWALL
    )


@pytest.mark.parametrize(
    "end",
    [
        pytest.param("Sign up for our newsletter to read more stories.", id="newsletter"),
        pytest.param("Log in to read and write comments.", id="comments"),
        pytest.param("Read our other articles.", id="no lock"),
        pytest.param("Become a member of the club.", id="nothing to read"),
    ],
)
def test_what_a_free_page_asks_for_as_well_is_no_wall(end):
    page = shows(*NOTE.split(". "), end)
    assert reason("The road", NOTE, metadata=ARTICLE, page=page) is None


def test_a_text_about_subscriptions_may_end_with_one():
    note = f"{NOTE} A trial begins in May.\n\nNot one.\n\nAll subscribers may read it for free."
    assert reason("The road", note, metadata=ARTICLE) is None


def test_a_notice_speaks_to_its_reader_and_news_does_not():
    notice = (
        "We are sorry. Our systems think that your requests were automated requests. Please "
        "wait for a while, then open your page again. If you see this often, write to us, and "
        "tell us what you were doing and the number that you see below this text. Thank you."
    )
    news = (
        "Two in five visits to the harbour office’s page are automated requests, it said on "
        "Monday. They come at night and ask for the timetable of the ferry, again and again. "
        "The office will show it on paper at the quay from May, and nobody need ask for it."
    )
    assert reason("Coast Times", notice) == Reason.BOT_CHECK
    assert reason("Machines read the timetable", news) is None


def cards(sentence: str) -> str:
    """Return a page of twelve headlines with a sentence below each."""
    card = "<div><a href='/{0}'>Ferry fares rise again in harbour number {0}</a><p>{1}</p></div>"
    return "".join(card.format(number, sentence) for number in range(12))


def test_a_page_with_a_headline_after_every_sentence_is_a_list():
    sentence = "The council said so on Tuesday, after a meeting."
    body = "\n\n".join([sentence] * 12)
    assert reason("Harbour", body, page=cards(sentence)) == Reason.LINK_LIST
    # A page that says that it is an article is believed.
    assert reason("Harbour", body, page=cards(sentence), metadata=ARTICLE) is None


def test_a_short_article_above_many_headlines_is_one():
    text = "\n\n".join(PORT_PARAGRAPHS)
    page = shows(*PORT_PARAGRAPHS) + cards("More below.")
    url = "https://coast-times.example/ports/dockers-end-their-strike"
    assert reason("Port strike ends", text, page=page, url=url) is None


def test_a_page_with_a_long_text_is_no_list_whatever_else_it_shows():
    text = "\n\n".join([*ICE_PARAGRAPHS, *PORT_PARAGRAPHS] * 3)
    page = shows(text) + cards("More below.")
    assert reason("About us", text, page=page, metadata=SHOWN) is None
    assert reason("About us", text, page=cards("No more."), metadata=SHOWN) == Reason.LINK_LIST


def test_what_was_read_all_the_same_can_be_asked_for():
    with pytest.raises(NoArticleError) as caught:
        refuse_junk(Draft(title="Note", body="Buy milk.", language="en"))
    assert caught.value.draft == Draft(title="Note", body="Buy milk.", language="en")


INVENTED = [sample for sample in invented() if is_for_tuning(sample.name)]


@pytest.mark.parametrize("sample", INVENTED, ids=lambda sample: sample.name)
def test_an_invented_page_is_taken_for_what_it_is(sample):
    said = None
    try:
        parse_page(sample.page.encode(), url=sample.url, charset="utf-8", now=NOW)
    except NoArticleError as error:
        said = error.reason
    assert said == REASONS[sample.kind]
