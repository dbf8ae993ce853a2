"""Asides: furniture of a page is known as such, sentences are left alone."""

import pytest

from bot.text.cleaning import is_aside


@pytest.mark.parametrize(
    "aside",
    [
        "What the owners say",
        "ICE IN THE PORT",
        "‘We were lucky’",
        "The owners gave three reasons:",
        "Three ships waited outside for a week, their crews told us in a message on Monday:",
        "Photograph: Ann Roe/Harbour Images.",
        "Photo : Jo Hall, le port vu du ciel.",
        "Image: A crane lifts a container.",
        "Image copyright Harbour Pictures Image caption The port is closed.",
        "FILE - In this photo of last year, a ship leaves the port.",
        "(AP Photo/Ann Roe)",
        "Getty Images",
        "Image 3 of 12 - The port of Odesa in the winter of 1929.",
        "Read more: Why ports freeze.",
        "READ MORE: Why ports freeze.",
        "RELATED: Ten ships that never came back.",
        "Tags: Ports, ice, the winter of 1929, ships, and whatever else there is to say of them.",
        "Click here to see the map.",
        "Follow us on Twitter.",
        "Follow Ann Roe on Facebook.",
        "You can follow @annroe for news of the port.",
        "Contact the desk at desk@harbour.example.",
        "Sign up for our newsletter.",
        "Get the latest news delivered to your inbox.",
        "Story continues below.",
        "Scroll down for video.",
        "Watch the ship go down » .",
        "This article was originally published in the Harbour Weekly.",
        "A version of this article appears in print on Monday.",
        "Ann Roe in Odesa and Jo Hall contributed to this report.",
        "(Reporting by Ann Roe; Editing by Jo Hall)",
        "© 2026 Harbour Weekly.",
        "Copyright 2026 Harbour Weekly. All rights reserved.",
        "Editor’s note: Ann Roe is a pilot.",
        "The views expressed in this article are those of the author.",
        "By Ann Roe",
        "By Ann Roe and Jo Hall, Harbour Weekly.",
        "Updated 5:14 pm",
        "Updated: Tuesday, 11:44 p.m.",
        "Published 3 November 2026.",
        "15:26 GMT, 3 November 2026",
        "1.",
        "•",
        "— — —",
        "...",
        "2:1.",
        "",
        "Lesen Sie auch: Warum Häfen zufrieren.",
        "Mehr zum Thema finden Sie hier.",
        "Dieser Artikel erschien zuerst im Hafenblatt.",
        "Von Anna Moos.",
        "Foto: Anna Moos/dpa.",
        "Aktualisiert am 3. November 2026 um 12.30 Uhr.",
        "Lire aussi : Pourquoi les ports gèlent.",
        "Abonnez-vous à notre lettre.",
        "Mis à jour le 3 novembre 2026 à 14:30.",
        "Lea también: Por qué se hielan los puertos.",
        "Síguenos en nuestras redes.",
        "Leggi anche: Perché i porti gelano.",
        "© RIPRODUZIONE RISERVATA.",
        "Leia mais: Por que os portos congelam.",
        "Continua após a publicidade.",
        "Lees ook: Waarom havens dichtvriezen.",
        "Klik hier voor de kaart.",
        "Czytaj także: Dlaczego porty zamarzają.",
        "Fot. Anna Mech.",
        "Читайте також: Чому замерзають порти.",
        "Підписуйтесь на наш канал.",
        "Читайте также: Почему замерзают порты.",
        "Фото: Анна Белова.",
        "港口关闭的原因",
    ],
)
def test_furniture_is_no_sentence(aside: str) -> None:
    assert is_aside(aside)


@pytest.mark.parametrize(
    "sentence",
    [
        "The port reopened on Tuesday.",
        "“We were lucky,” she said.",
        "He said: “Close the port!”",
        "(It was closed for weeks.)",
        "Was it the ice?",
        "No.",
        "They waited…",
        "The port, which three firms own and a fourth one runs, was shut, and the ships went on",
        "Read the room, the owners were told on Monday.",
        "Photos of the port went round the world.",
        "Images from space show the ice.",
        "Video shows the crane as it falls.",
        "Sources close to the owners said that the port would stay closed.",
        "Watch officers saw the ship go down.",
        "Related costs rose by a third.",
        "Follow the money, she told the court.",
        "Following the accident, the port was closed.",
        "Sponsored by the owners, the race began in the port.",
        "By Tuesday, the ice was gone.",
        "By 2030, the port will have doubled.",
        "By Ann Roe's account, nobody was hurt.",
        "Published in 1998, the book sold well.",
        "Updated rules close the port in winter.",
        "Contact with the ship was lost.",
        "Email records show that the owners knew.",
        "Share prices fell in London.",
        "More than a hundred ships waited.",
        "Most read newspapers in the port.",
        "To see the port, thousands came.",
        "She said on Twitter that the port was safe.",
        "This story is about a ship.",
        "Copyright law does not cover ships.",
        "Von Januar bis März war der Hafen geschlossen.",
        "Mehr Schiffe kamen.",
        "Foto und Film zeigen das Eis.",
        "Por Ana supimos que el puerto estaba cerrado.",
        "Publicado el martes, el informe habla del puerto.",
        "Par chance, personne n'a été blessé.",
        "Il a dit « non ».",
        "Abbonati e tifosi sono rimasti fuori.",
        "Усі права людини було порушено.",
        "港口关闭了三个星期。",
        "बंदरगाह बंद रहा।",
    ],
)
def test_a_sentence_is_no_furniture(sentence: str) -> None:
    assert not is_aside(sentence)


def test_what_ends_without_a_mark_is_a_sentence_where_none_has_one() -> None:
    sentence = "ท่าเรือปิดเป็นเวลาสามสัปดาห์"

    assert is_aside(sentence)
    assert not is_aside(sentence, "th")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("By " + "Ann, " * 50_000, id="names"),
        pytest.param("(" * 200_000, id="brackets"),
        pytest.param("Updated " + "1" * 200_000, id="digits"),
        pytest.param("Follow " + "http" * 50_000, id="addresses"),
        pytest.param("." * 200_000, id="marks"),
    ],
)
def test_hostile_text_is_looked_at_in_one_pass(text: str) -> None:
    assert is_aside(text) in {True, False}
