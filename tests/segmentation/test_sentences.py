"""Where sentences end: tables of sentences with `|` at each boundary."""

from __future__ import annotations

import pytest

from align.segmentation.boundaries import sentences, splitter_name

ENGLISH = {
    "acronyms": "The U.S. economy grew 3.5 percent in the third quarter. | Analysts had expected 2.9.",
    "acronym at the end": "He moved to the U.S. | In 2010, he came back.",
    "acronym before a name": "U.S. President Ann Lee spoke. | The U.S. Senate did not.",
    "ranks and titles": "Gen. John Kelly met Sen. Graham and Lt. Col. Brown. | Mr. Smith did not come.",
    "titles in capitals": "ARGUMENT OF GEN. ANN LEE FOR THE PORT",
    "months": "They met on Nov. 22 and in Sept. 2014. | It ended in Aug. | The war goes on.",
    "court cases": "They argued Roe v. Wade in court. | Smith vs. Jones is next.",
    "a month at the end": "It will remain closed until Oct. | President Lee did not say why.",
    "a new sentence after a quoted question": '"Do you?" | She continued, "I was there."',
    "a date at the end": "They met on Nov. 22. | Nobody came.",
    "numbered things": "He is No. 1 in the world. | See Art. 5, par. 2, and pp. 12-14 of vol. 3.",
    "no is a word": "No. | He is second. | The answer is no. | Next.",
    "hours": "Talks began at 10 a.m. Moscow time. | They ended at 5 p.m. | No deal was made.",
    "hours with a zone": "The meeting is today at 10 a.m. (CDT) in the hall.",
    "companies": "Acme Inc. Chairman John F. Kennedy Jr. left. | He joined Brown Bros. | It is small.",
    "a company with its number": "The head of Acme, Inc. (713) 555-0100 called.",
    "initials": "J. K. Rowling, É. Zola, J.-P. Sartre and J.R.R. Tolkien wrote. | Vitamin C. | It helps.",
    "degrees": "She has a Ph.D. in physics. | He has a Ph.D. | His wife, too.",
    "saints": "St. Petersburg is big. | Mt. Everest is high.",
    "Latin": "Smith vs. Jones, i.e. the trial, e.g. today, etc., goes on. | Sources: A, B, et al. | The end.",
    "decimals": "Prices rose by $1.5 million (about 96 mln rubles). | The price is $3.50. | It was $4.",
    "addresses": "See www.port.example or https://port.example/news/9.html. | Write to a.b@port.example. | Thanks.",
    "ellipses": 'He waited... | Then he left. | "Well... maybe," she said. | I am… tired.',
    "spaced ellipsis": "He waited . . . | Then he left.",
    "questions": "Is it? | Yes! | It is!",
    "a question in a reported sentence": '"What do you want?" he asked. | "Nothing!" she said.',
    "a question before a named speaker": '"What do you want?" Mr. Ivan Smith asked. | Nobody answered.',
    "a quotation before a sentence": '"We will win." | Smith smiled.',
    "inside a quotation": 'He said: "I came. | I saw." | Then he left.',
    "curly quotation": "He said: “I came. | I saw.” | Then he left.",
    "brackets": "(He did not explain.) | Officials declined to comment (they never do). | It rained.",
    "nested brackets": "The mayor (of the port (see 8)) Ann Lee left (with 9) Brown.",
    "brackets inside": "It ended (nobody knows why). | People left.",
    "a bracket after a blank": "(We arrived early. ) | Then we left.",
    "notes": "Oil fell.[3] | Gas rose. [12] | Coal did not. [...] | Wood did.",
    "enumerators": "1. First item is here. | 2. Second item is here.",
    "a postscript": "P.S. I am moving back. | See you.",
    "a name with an exclamation mark": "The company, Yahoo! Inc., said so. | Yahoo! shares fell.",
    "brands in small letters": "He sells phones. | iPads are sold, too. | Who is next? | eBay is.",
    "a lost blank": "Nobody was hurt.The port is closed. | Is it?yes",
    "no lost blank": "He uses Node.js and Vue.js at example.com/A.B. | It works at 3.15pm.",
    "smileys": "I love it. :) | We will come again :-) | Bye",
    "emoji": "Great 👍 | See you 😀",
    "writing without capitals": "max is looking for you. | call him now. | he is at home.",
    "a rule": "The first story ends. | *** | The second begins.",
    "a link after a sentence": "Well worth a visit. | http://port.example/",
    "a note in brackets": "It lasted for a hundred years. | (photo by Ann Lee)",
}

RUSSIAN = {
    "годы": "Совещание прошло 5 марта 2016 г. в Москве. | Он родился в 1799 г. | Она умерла в 1837 г. | Это все.",
    "сокращения": "Участвовали 50 чел. и др. лица, в т. ч. дети. | И т. д. и т. п. | Это все.",
    "инициалы": "А. С. Пушкин и Л.Н. Толстой жили там. | В. В. Иванов не жил.",
    "деньги": "Ущерб составил 5 млн руб. | Дело возбуждено по ст. 159 УК РФ.",
    "доллары": "Он потратил 37 млрд долл. США на порт.",
    "меры": "Выпадет 10 см. | Для порта это много. | Ветер достигает 19 км/ч. | Ураган уходит.",
    "местоимение и имя": "Надо доверять им. | По его словам, школа им. В. И. Ленина закрыта.",
    "год перед кавычками": "Порт откроют в 2030 г. | «Это поздно», — сказал он.",
    "латинские сокращения": "Они живут в Washington, D.C. | В пятницу они уехали.",
    "приписка": "P.S. А ты заметил порт?",
    "адреса": "Он живет на ул. Ленина, д. 5. | Она — на пр. Мира.",
    "прямая речь": '"Мы победим", - сказал Иванов. | "Это точно".',
    "вопрос в прямой речи": '"Когда начнем?" - спросил он. | «Завтра!» — ответила она.',
    "реплики": "— Привет! — сказал он. | — Как дела?",
    "внутри кавычек": "«Мы ждем. | Мы надеемся», — сказал он.",
    "вопросы": "Что? | Где? | Когда?",
    "многоточия": "Он ушел... | Она осталась... и заплакала.",
    "десятичные дроби": "Температура 5,5 град. | Ветер 3 м/с.",
    "улыбки": "Спасибо за ответ) | Теперь понятно))) | Пока",
    "скобки": "МИД РФ (г. Москва) сообщил. | Он прав (так говорят). | Точка.",
    "нумерация": "1) Первое",
    "эмодзи": "Красиво 😍 | Приходите еще 🎉",
    "метки": "Приходите завтра! #порт #шторм",
}


def marked(text: str, language: str | None, quotes: str = "split") -> str:
    return " | ".join(text[start:end] for start, end in sentences(text, language, quotes))


@pytest.mark.parametrize("line", ENGLISH.values(), ids=ENGLISH.keys())
def test_english(line: str) -> None:
    """Every boundary of an English text is found, and no other."""
    text = line.replace(" | ", " ")
    assert marked(text, "en") == line.replace("hurt.The", "hurt. | The").replace("it?yes", "it? | yes")


@pytest.mark.parametrize("line", RUSSIAN.values(), ids=RUSSIAN.keys())
def test_russian(line: str) -> None:
    """Every boundary of a Russian text is found, and no other."""
    assert marked(line.replace(" | ", " "), "ru") == line


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("de", "Das gilt z.B. für Dr. Meier. | Er kam am 5. Mai. | „Warum?“, fragte er."),
        ("fr", "Mme Dupont est partie. | « Pourquoi ? » | Personne ne sait."),
        ("es", "El Sr. Pérez llegó. | ¿Por qué? | Nadie lo sabe."),
        ("ja", "港は閉鎖された。|けが人はいない。"),
        ("zh", "港口已关闭。|没有人受伤。"),
        ("uk", "Порт закрили. | Ніхто не постраждав."),
    ],
)
def test_other_languages_are_left_to_sentencex(language: str, line: str) -> None:
    """German, French, Spanish, Japanese, Chinese, Ukrainian: the library's boundaries, on our offsets."""
    text = line.replace(" | ", " ").replace("|", "")
    found = [text[start:end] for start, end in sentences(text, language, "split")]
    assert found == [part.strip() for part in line.split("|")]


def test_a_region_does_not_change_the_rules() -> None:
    """`en-GB` is English, and an unknown language is treated as English rather than refused."""
    text = "Mr. Smith left. He was late."
    assert marked(text, "en-GB") == marked(text, None) == "Mr. Smith left. | He was late."
    assert marked(text, "tlh") == "Mr. Smith left. | He was late."


def test_the_library_is_named() -> None:
    """The signature tells razdel for Russian and sentencex for every other language."""
    assert splitter_name("ru-RU").startswith("razdel-")
    assert splitter_name("de").startswith("sentencex-") and splitter_name(None).startswith("sentencex-")


WIRE = """
The meeting ended at 5 p.m. | Reporters waited outside. | See also the table.
Cf. Smith et al. 2020 for details. | The list goes on and on. | … But not here.
The doors opened at 9 a.m. | Voters stood in line.
It closed at 5 p.m. | Trading resumes on Monday.
The curfew starts at 8 p.m. | Shops must close by then.
Talks began at 10 a.m. Moscow time.
Talks began at 10 a.m. Eastern Time on Monday.
The event is at 5 p.m. Monday at the town hall.
The event is at 5 p.m. Nov. 24 in Boston.
It opens at 9 a.m. Eastern and 6 a.m. Pacific.
He spoke at 3 p.m. Tuesday and 4 p.m. Wednesday.
It was 5 p.m. EST when it ended.
It was 5 p.m. GMT on Friday.
It was 6 p.m. Greenwich Mean Time when they left.
The train left at 7:30 p.m. local time. | Nobody was hurt.
It was 5 p.m. | Firefighters came at once.
It ended at 5 p.m. | Smith said he was tired.
It ended at 5 p.m. | President Lee left at once.
It ended at 5 P.M. | Reporters waited.
We met at 5 a.m. | Beijing was still asleep.
We met at 5 a.m. Beijing time.
The show starts at 8 p.m. Saturday at Carnegie Hall.
Doors open at 7 p.m. | Tickets cost $5.
Cf. Smith 2020 and Jones 2021. | It rained.
Cf. the table.
See Smith et al. 2020 for details. | Then stop.
Smith et al. (2020) found nothing. | They left.
The work of Smith et al. shows it. | It is good.
This was shown by Smith et al. | The work went on.
Smith et al. Nature 5 has it.
E.g. Smith did it. | Others did not.
E.g. the port was closed.
Some, e.g. London, are large. | I.e. Paris is not.
I.e. it is over. | We go.
Viz. Smith and Co. were there.
See No. 5. | It is good.
No. 10 Downing Street is his home.
No. 1 seed Smith won. | No. 2 lost.
He lost. | No. 2 won.
The world No. 1 won 6-3, 6-4. | She plays Halep next.
The list goes on. | … But not here.
The list goes on. | ... But not here.
The list goes on … and on.
He left … | Then he came back.
It is big. | #Moscow is bigger.
It is big. | @ann said so.
When in Rome ... .
It is over. | #peace @un
Thanks! | #MakePeace now.
Who won? | @mayor did.
Manchester United beat Arsenal 2-1. | Chelsea drew 0-0 with Leeds.
Nadal won 6-4, 7-6 (7-5), 6-2. | Federer lost.
Lakers 102, Celtics 99. | Bulls 88, Heat 80.
Final score: Spartak Moscow 2, Zenit St. Petersburg 1. | Dynamo drew.
Dr. A. Smith et al. reported it. | Prof. B. Jones did not.
J. R. R. Smith v. U.S. | The court ruled.
Gen. Lee, Lt. Gov. Ann Lee and Rep. Bob Lee left.
Approx. 50 people came. | Est. 1890 it was.
Born c. 1850 in Leeds, he died in 1900.
He was born ca. 1850. | He died.
See pp. 5-7, vol. 3, ch. 2, fig. 4 and eq. 5. | It is there.
See Fig. A and Fig. B. | They are good.
The U.S. | He left.
It is Sat. Nov. 24 today.
Ph.D. Smith left. | M.D. Jones came.
Mr. and Mrs. Smith came. | Messrs. Lee and Brown left.
Mt. Everest and Ft. Worth are far. | St. Paul is near.
... and then he left. | It rained.
Prices rose 5 pct. | Sales fell 3 pct. in June.
Jan. 5, Feb. 6 and Sept. 7 are free. | Dec. 8 is not.
Yes! | ... No.
What?.. | He left.
He left. | (Reporting by Ann Lee; editing by Bob Lee)
The match is after the 5 p.m. Champions League game.
A 7 p.m. Mass will be said.
The meeting's 10 a.m. Moscow session was closed.
"""

WIRE_RUSSIAN = """
Встреча закончилась в 17 ч. | Журналисты ждали.
Он живет в г. Москве, т. е. далеко. | Она — нет.
Ср. Иванов 2020. | Это так.
См. Петров и др. 2019. | Дальше.
См. рис. 5 и табл. 3. | Они верны.
А. С. Пушкин и др. | Это все.
Это список. | … Но не здесь.
Это список. | ... Но не здесь.
Это было. | #Москва большая.
Это было. | @anna сказала.
«Спартак» обыграл «Зенит» 2:1. | ЦСКА сыграл 0:0.
Надаль выиграл 6:4, 7:6 (7:5), 6:2. | Федерер проиграл.
В 10 ч. утра, т. е. рано, он ушел. | Она осталась.
Т. е. он ушел. | Она осталась.
Напр. Иванов ушел. | Другие нет.
В т. ч. дети и пр. лица. | Это все.
Проф. И. И. Иванов и акад. Петров ушли. | Это все.
Он ушел в 5 ч. 30 мин. | Она осталась.
Матч закончился со счетом 3:2. | Болельщики ждали.
"""


@pytest.mark.parametrize("line", WIRE.strip().split("\n"))
def test_english_of_the_wire(line: str) -> None:
    """Times of the clock, citations, ellipses, hashtags and scores, as wire copy has them."""
    assert marked(line.replace(" | ", " "), "en", "keep") == line


@pytest.mark.parametrize("line", WIRE_RUSSIAN.strip().split("\n"))
def test_russian_of_the_wire(line: str) -> None:
    """The same in Russian."""
    assert marked(line.replace(" | ", " "), "ru", "keep") == line


@pytest.mark.parametrize("language", ["de", "fr", "uk"])
def test_an_ellipsis_is_no_sentence_in_any_language(language: str) -> None:
    """A segment without a letter would be drafted; the ellipsis stands at the head of the next sentence."""
    assert marked("Port 5. ... Port 6.", language).count("|") <= 1
    assert "| ... |" not in marked("Port. ... Port.", language) and "| … |" not in marked("Port. … Port.", language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "M. Macron et MM. Dupont et Durand sont venus.| Il pleut."),
        ("fr", "Le Dr. House est là.| Fin."),
        ("pl", "Wojna trwała do 1945 r. i była ciężka.| Potem był pokój."),
        ("pl", "Np. Polska i in. kraje.| Tak."),
        ("uk", "Завод ім. Леніна закрито.| Так."),
        ("de", "Prof. Dr. Schmidt kam.| Er ging."),
        ("ja", "「はい。」と言った。|彼は去った。"),
    ],
)
def test_sentences_of_other_languages_go_on_after_abbreviations_and_small_letters(language: str, text: str) -> None:
    pieces = text.split("|")
    whole = "".join(pieces)
    assert [whole[start:end] for start, end in sentences(whole, language, "keep")] == [
        piece.strip() for piece in pieces
    ]
