"""Full stops after words that are abbreviated, in sixteen languages."""

import pytest

from bot.text.sentences import abbreviations, belongs_to_word, opens_sentence, split_sentences

# Sentences end where `|` stands.
_PASSAGES = {
    "de": """
        Am 3. Oktober kam z. B. Dr. Moos.|Er blieb.
        Der 1. FC Köln verlor.|Die 2. Bundesliga ruht.
        Das kostet ca. 3 Mio. Euro.|Etwa 5 Mrd. Dollar fehlen.
        „Kommst du?“, fragte er.|„Nein!“|Sie ging.
        »Komm!«|Er ging.|»Nein.«
        Prof. Dr. h.c. Moos sprach.|Bzw. er las.
        Es kamen u. a. Moos und Hay.|Auch andere, z.B. Roe.
        Siehe Abs. 3 und § 5 Abs. 2 Nr. 1.|Das gilt.
        Ludwig XIV. herrschte lange.|Er starb 1715.
        Um 300 v. Chr. war das so.|Um 200 n. Chr. nicht.
        Das ist d. h. alles.|Usw. usf.|Der Rest fehlt.
        Sie wohnt in der WG.|Der Hausherr ist nett.
        Die Verhandlung (Az. 2 C 5/20) war kurz.|Es war 2016.
        Laut Bundesamt f. Statistik stieg es.|Das ist viel.
        Im 19. Jahrhundert war das so.|Am 1. Mai nicht.
        Der Verein Hilfe e.V. hilft.|Das Amt in Frankfurt a. M. auch.
        Hr. Moos und Fr. Hay kamen.|Sie gingen.
        Es war das Jahr 1989.|Die Mauer fiel.
        Er kam um 10.30 Uhr.|Sie um 11 Uhr.
    """,
    "fr": """
        M. Dupont est là.|Mme Roy aussi.|MM. Roy et Hay partent.
        « Oui. »|Il part.|« Non ! » dit-il.
        En 52 av. J.-C. César vint.|Il partit.
        J.-P. Roy et M.-C. Hay sont là.|Ils partent.
        C'est le n° 5, p. 12.|Voir chap. 3.
        Le Dr Roy et Mgr Hay, c.-à-d. eux.|Ils sont là.
        Il habite au 5 av. Foch.|Elle habite bd. Hugo.
        « Pourquoi ? » demande-t-il.|« Pour rien. »
        La société S.A.R.L. Roy etc.|Elle ferme.
        Il est né à St. Malo.|Il y vit.
        Il a dit : « Venez !|Partez ! »|Et voilà.
        Les prix ont baissé de 3,5 %.|Ils remontent.
        Il est 14 h 30.|La gare ferme.
        Qui est-ce ?|Personne…|Ah !|Bon.
        Le gén. Roy (env. 50 ans) parle.|On écoute.
    """,
    "es": """
        El Sr. Ruiz vino.|La Sra. Gil no.|Los Dres. Paz y Gil sí.
        ¿Quién es?|¡Nadie!|Fue hacia 700 a. C.|El resto se perdió.
        EE. UU. ganó.|EE.UU. perdió.|Los EE. UU.|No es cierto.
        Vive en Av. Colón 5.|La C/ Mayor está cerrada.
        La empresa Paz S.A. cerró.|La otra es Gil y Cía.|El dueño huyó.
        Llegó a las 10 a. m.|El jefe no estaba.
        Véase pág. 12, núm. 3 y art. 5.|Es ley.
        D. José y Dña. Ana vinieron.|Ud. no.
        Dijo que no.|¿y qué?|Nada.
        «No lo sé», dijo.|«Me voy.»|Y se fue.
        El Ing. Paz, la Lic. Gil y el Gral. Roa.|Todos.
        Costó 3.5 millones.|Subió el 0,5 %.
        El S. XIX fue largo.|El XX corto.
        Es p. ej. así.|Etc.|Y ya.
        "¡Vamos!", gritó.|Nadie fue.
    """,
    "it": """
        Il sig. Neri è qui.|Chi lo dice?|Il dott. Bini.
        L'on. Neri e l'avv. Bini parlano.|L'ing. Roe tace.
        La Fiat S.p.A. chiude.|La Bini S.r.l. no.
        Nel 52 a.C. Cesare venne.|Partì.
        Vedi p. 12, n. 3 e art. 5.|È legge.
        «Chi è?», chiese.|«Nessuno.»|E uscì.
        Il gen. Neri e il col. Bini.|Il prof. Roe.
        S. Pietro è chiusa.|Ss. Pietro e Paolo no.
        Costa 3,5 mln di euro.|Poi ecc.|La fine.
        Ha detto di no.|3 no.
        “Vieni!”|Disse così.|“No.”
        La dott.ssa Bini e la sig.ra Neri.|Insieme.
        È l'art. 5.|Non il 6.
        Ha vinto 3-2.|I tifosi ridono.
        Mons. Bini, card. Neri e d. Roe.|Tutti.
    """,
    "pt": """
        O Sr. Reis chegou.|A Dra. Lima saiu às 9h.|Tudo bem?
        O art. 5º, § 2º, da lei n. 8.666.|É a lei.
        A Vale S.A. fechou.|A Reis Ltda.|O dono fugiu.
        O Min. Reis e o Dep. Lima falam.|O Gov. Sá cala.
        No séc. XIX era assim.|No séc. XX não.
        Fica na Av. Paulista.|A R. Augusta é perto.
        «Vamos!», disse.|Ninguém foi.
        V. Exa. está certo.|O D. Pedro II também.
        Custa R$ 3,5 mil.|Subiu 0,5%.
        Em 50 a.C. César veio.|Partiu.
        O Eng. Reis, o Prof. Sá, a Profa. Lima.|Todos.
        Ele disse: "Não sei."|E saiu.
        Veja pág. 12, vol. 3, cap. 2.|Está lá.
        P. ex. assim.|Etc.|Fim.
        Os EUA venceram.|Os E.U.A. perderam.
    """,
    "nl": """
        Dhr. Jansen en mevr. Bos kwamen.|Dr. Smit niet.
        Dat is o.a. Ajax en m.n. Feyenoord.|D.w.z. alles.
        Bijv. Jansen of bv. Bos.|Enz.|Het einde.
        De Bos B.V. sloot.|De Smit N.V.|Het bedrijf is weg.
        Zie blz. 12, art. 5, nr. 3.|Dat is wet.
        „Kom je?”, vroeg hij.|„Nee!”|Ze ging.
        Om 300 v.Chr. was dat zo.|In 200 n.Chr. niet.
        Mgr. Bos en ir. Smit.|Prof. Jansen.
        Het kost ca. 3,5 mln. euro.|Dat is veel.
        Hij woont in de P.C. Hooftstraat.|Zij niet.
        's Avonds is het koud.|'t Is niets.
        Min. Bos sprak.|Het duurde 5 min.|Daarna ging hij.
        Hij won met 3-2.|De fans juichten.
        Max. 5 en min. 3.|Dat mag.
        Drs. P. zong.|Hij is dood.
    """,
    "pl": """
        Prof. Nowak był tu w 1992 r.|Potem wyjechał m.in. do Gdyni.
        W 1911 r. Mongolia była wolna.|W XIX w. Polska nie.
        Ul. Długa jest zamknięta.|Al. Jana Pawła II też.
        To 5 tys. Polaków i 3 mln zł.|Wydał 5 mln.|To dużo.
        Zgodnie z art. 5 ust. 2 pkt 3.|To prawo.
        Gen. Nowak i płk Kowal.|Ks. Lis też.
        „Tak”.|Koniec.|„Nie!” – krzyknął.
        Szkoła im. Jana Lisa.|Pomógł im.|Potem wyszli.
        Firma Lis sp. z o.o. upadła.|Firma Kot S.A. nie.
        O godz. 12.30 ruszyli.|Ok. godz. 15 wrócili.
        To np. Warszawa, tzn. stolica.|Itd. itp.|Koniec.
        Pełnomocnik ds. Rodziny przyszedł.|Wiceprezes ds. sportu nie.
        Co to jest?|Co robić.|Co dalej?
        W 300 r. p.n.e. Rzym rósł.|Tak było.
        Wzrósł o 5 proc.|W maju spadł o 3 proc. – podał GUS.
    """,
    "uk": """
        Це коштує 63 тис. грн.|Хто це?|І. Г. Білик приїхав у м. Львів.
        У 1991 р. Україна стала вільною.|У 2014 р. почалася війна.
        Він живе на вул. Довгій, буд. 5.|Вона – на просп. Миру.
        Ст. 5 закону діє.|Ч. 2 ст. 3 – ні.
        Проф. Білик та ін. прийшли.|Т. зв. експерти – ні.
        «Так».|Кінець.|«Ні!» – крикнув він.
        Це 5 млн дол.|За рік – 10 млрд грн.|Це багато.
        У XIX ст. Київ ріс.|У XX ст. теж.
        Див. рис. 3 і табл. 2.|Це видно.
        Тобто т. д. і т. п.|Кінець.
        Ім. Шевченка названо парк.|Парк великий.
        О 10 год. ранку.|О 5 год. 30 хв. вечора.
        Київська обл. Росії не належить.|Це так.
        До н. е. так не було.|У 5 ст. до н. е. було.
        Гр. Білик і п. Коваль.|Академік НАН.
    """,
    "ru": """
        Это было в 1980-х гг.|Он жил в г. Тверь, т. е. далеко.|А. С. Белов уехал.
        В 1991 г. Россия изменилась.|В 2000 г. выборы прошли.
        Он живёт на ул. Мира, д. 5, кв. 3.|Она нет.
        Ст. 5 закона действует.|П. 2 ч. 3 ст. 4 – нет.
        И т. д., и т. п.|Конец.
        «Да».|Конец.|«Нет!» – крикнул он.
        Это 5 млн руб.|За год 10 млрд долл.|Много.
        В XIX в. Москва росла.|В XX в. тоже.
        См. рис. 3 и табл. 2.|Это видно.
        Проф. Белов, акад. Котов и др.|Все здесь.
        Им. Ленина назван завод.|Завод большой.
        Нашли пять тел.|Полиция ищет.
        До н. э. так не было.|В V в. до н. э. было.
        А. Б. В. Петров, Н. В. Гоголь.|Всё.
        С тех пор.|Он ушёл.
    """,
    "tr": """
        Sn. Demir geldi.|Ne dedi?|Av. Kaya sustu.
        Prof. Dr. Demir konuştu.|Doç. Kaya dinledi.
        2. Dünya Savaşı bitti.|20. yüzyıl uzundu.
        Hz. Ali ve Hz. Ömer.|Sonra bitti.
        Demir A.Ş. kapandı.|Kaya Ltd. Şti. açıldı.
        "Gel!" dedi.|Gelmedi.
        Elma, armut vb.|Bunlar meyve.
        M.Ö. 300 yılında.|M.S. 200 yılında.
        3,5 milyon lira.|%5 arttı.
        Bkz. s. 12.|Orada var.
        Gen. Demir ve Alb. Kaya.|Yzb. Ak.
        Saat 10.30'da geldi.|11.00'de gitti.
        T.C. Merkez Bankası açıkladı.|Faiz arttı.
        Kim bu?|Hiç kimse…|Evet!
    """,
    "ar": """
        وصل الوفد أمس.|من سيوقع؟|وقع الجميع.
        قال د. محمد ذلك.|ثم ذهب.
        بلغت النسبة 3.5 في المئة.|هذا كثير.
        "تعال!"|لم يأت.
        قال أ. د. علي كلمته.|وانتهى.
        كان ذلك عام 1440 هـ.|ثم تغير.
        قال: «لا».|ثم خرج.
        أ. ب. محمود هنا.|نعم.
        سافر إلى الولايات المتحدة.|وعاد!
        ماذا؟!|لا شيء...|حسنا.
        قال المتحدث: "سنعود غدا".|ثم غادر.
        ارتفعت الأسعار بنسبة 3.5%.|هذا متوقع.
        من هو؟|لا أحد يعرف!
        بدأ الاجتماع الساعة 10.30.|وانتهى ظهرا.
        قال: لا...|ثم صمت.
        (انظر ص. 12).|هذا مهم.
        ولد عام 1950 م.|توفي عام 2000 م.
    """,
    "hi": """
        बंदरगाह बंद रहा।|कौन आया?|डॉ. राव आए।
        उसने एम.ए. किया।|बी. ए. नहीं।
        वह 3.5 लाख है।|वह कम है।
        “आओ!”|वह नहीं आया।
        प्रो. शर्मा और पं. वर्मा।|सब।
        डी. के. शिवकुमार ने कहा।|वह गए।
        श्री ए. पी. जे. राव।|मो. अली।
        क्या?|हाँ!|अच्छा।
        पृ. 12 देखें।|वहाँ है।
        उन्होंने कहा, “हम आएंगे।”|वे चले गए।
        कीमत रु. 500 है।|यह कम है।
        डॉ. ए. पी. जे. अब्दुल कलाम आए।|सब खुश थे।
        क्या हुआ?|कुछ नहीं!
        सुबह 10.30 बजे बैठक हुई।|शाम को खत्म हुई।
        वह गया...|फिर लौटा।
        भाजपा (बी.जे.पी.) जीती।|कांग्रेस हारी।
        1. पहला बिंदु।|2. दूसरा बिंदु।
    """,
    "bn": """
        বন্দর বন্ধ ছিল।|কে এল?|ডা. রায় এলেন।
        মো. আলী ও ড. ইউনূস এলেন।|এস. এম. রায় নয়।
        দাম ৩.৫ টাকা।|কম।
        “এসো!”|সে এল না।
        তিনি বলেন, “আমরা আসব।”|তাঁরা চলে গেলেন।
        কী হলো?|কিছু না!
        সকাল ১০.৩০ মিনিটে সভা হয়।|বিকেলে শেষ হয়।
        ড. মো. আলী এলেন।|সবাই খুশি।
        তিনি গেলেন...|আবার ফিরলেন।
        (বিএনপি) জিতল।|আ.লীগ হারল।
        এস. কে. রায় বলেন, না।|হ্যাঁ।
        দাম ৫০০ টাকা।|কম নয়।
    """,
}


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        pytest.param(language, line.strip(), id=f"{language}: {line.strip()}")
        for language, lines in _PASSAGES.items()
        for line in lines.strip().splitlines()
    ],
)
def test_sentences_end_where_a_reader_of_the_language_would_end_them(
    language: str, marked: str
) -> None:
    assert split_sentences(marked.replace("|", " "), language) == marked.split("|")


@pytest.mark.parametrize(
    ("before", "following", "expected"),
    [
        pytest.param("She met Gov", "Roe", True, id="title"),
        pytest.param("She met the governor", "Roe", False, id="word"),
        pytest.param("It is in Ill", "Roe", True, id="state"),
        pytest.param("He fell ill", "Roe", False, id="no state"),
        pytest.param("He is no", "5", True, id="number"),
        pytest.param("He said no", "They", False, id="no number"),
        pytest.param("He led Acme Inc", "Chief", True, id="name"),
        pytest.param("He led Acme Inc", "The", False, id="function word"),
        pytest.param("It is 6 ft", "Roe", False, id="feet"),
        pytest.param("It is at Ft", "Roe", True, id="fort"),
    ],
)
def test_the_next_word_may_decide(before, following, expected):
    assert belongs_to_word(before, following, "en", is_whole=True) is expected


def test_an_unknown_language_has_english_abbreviations() -> None:
    assert abbreviations("") == abbreviations("en") == abbreviations("xx")


def test_roman_numerals_open_no_sentence() -> None:
    assert opens_sentence("W", "pl")
    assert not opens_sentence("XIV", "pl")
