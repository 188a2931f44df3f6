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
