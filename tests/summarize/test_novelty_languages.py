"""What was told, in languages other than English: the same fact, and another one."""

from __future__ import annotations

import pytest

from bot.summarize.novelty import Told


@pytest.mark.parametrize(
    ("language", "told", "again", "news"),
    [
        pytest.param(
            "de",
            "Die Hafenarbeiter haben das Angebot mit 61 Prozent der Stimmen angenommen.",
            "Das Angebot wurde von 61 Prozent der Hafenarbeiter angenommen.",
            "Die Hafenarbeiter haben das Angebot mit 61 Prozent der Stimmen abgelehnt.",
            id="de",
        ),
        pytest.param(
            "fr",
            "Les dockers ont accepté l'offre de la direction dimanche soir.",
            "L'offre de la direction a été acceptée dimanche par les dockers.",
            "Les dockers n'ont pas accepté l'offre de la direction dimanche soir.",
            id="fr",
        ),
        pytest.param(
            "es",
            "Tres marineros fueron rescatados cerca de Cádiz el lunes.",
            "El lunes rescataron a 3 marineros cerca de Cádiz.",
            "Cinco marineros fueron rescatados cerca de Cádiz el lunes.",
            id="es",
        ),
        pytest.param(
            "it",
            "Il tribunale ha respinto il ricorso della compagnia navale.",
            "Il ricorso della compagnia navale è stato respinto dal tribunale.",
            "Il tribunale non ha respinto il ricorso della compagnia navale.",
            id="it",
        ),
        pytest.param(
            "pt",
            "O navio perdeu 1.300 toneladas de óleo perto do Porto.",
            "Perto do Porto, o navio perdeu 1300 toneladas de óleo.",
            "O navio perdeu 2.300 toneladas de óleo perto do Porto.",
            id="pt",
        ),
        pytest.param(
            "nl",
            "De rederij heeft het bod van de haven aanvaard.",
            "Het bod van de haven is door de rederij aanvaard.",
            "De rederij heeft het bod van de haven afgewezen.",
            id="nl",
        ),
        pytest.param(
            "pl",
            "Dokerzy w Gdyni przyjęli ofertę portu w niedzielę.",
            "W niedzielę dokerzy w Gdyni przyjęli ofertę portu.",
            "Dokerzy w Gdyni odrzucili ofertę portu w niedzielę.",
            id="pl",
        ),
        pytest.param(
            "ru",
            "Суд отклонил жалобу судоходной компании во вторник.",
            "Жалобу судоходной компании суд отклонил во вторник.",
            "Суд не отклонил жалобу судоходной компании во вторник.",
            id="ru",
        ),
        pytest.param(
            "uk",
            "Портовики Одеси прийняли пропозицію уряду в неділю.",
            "У неділю портовики Одеси прийняли пропозицію уряду.",
            "Портовики Одеси відхилили пропозицію уряду в неділю.",
            id="uk",
        ),
        pytest.param(
            "tr",
            "Gemideki 34 kişilik mürettebat salı günü kurtarıldı.",
            "Salı günü gemideki 34 kişilik mürettebat kurtarıldı.",
            "Gemideki 36 kişilik mürettebat salı günü kurtarıldı.",
            id="tr has digits alone",
        ),
        pytest.param(
            "ar",
            "أنقذت البحرية ٣٤ بحارا قرب الإسكندرية",
            "أنقذت البحرية 34 بحارا قرب الإسكندرية",
            "أنقذت البحرية ٣٦ بحارا قرب الإسكندرية",
            id="ar in either digits",
        ),
        pytest.param(
            "ja",
            "砕氷船の乗組員34人は全員無事だと省が発表した。",
            "砕氷船の乗組員３４人は全員無事だと発表した。",
            "砕氷船の乗組員36人は全員無事だと省が発表した。",
            id="ja in either width",
        ),
    ],
)
def test_other_languages_tell_facts_apart_too(language, told, again, news):
    so_far = Told([told], language=language)

    assert so_far.repeats(again)
    assert not so_far.repeats(news)
