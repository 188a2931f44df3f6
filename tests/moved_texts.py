"""A digest of four stories and its translation, whose stories can be put in any order."""

from __future__ import annotations

from collections.abc import Sequence

STORIES = [
    [
        ("The old lighthouse on the northern cape was switched off.", "Старый маяк на северном мысе отключили."),
        ("It had guided ships for one hundred and forty years.", "Он указывал путь кораблям сто сорок лет."),
        ("The last keeper, Ivan Petrov, handed over the keys.", "Последний смотритель Иван Петров сдал ключи."),
        ("Satellites now show captains the way.", "Теперь путь капитанам показывают спутники."),
        ("The tower will become a small museum.", "В башне откроют небольшой музей."),
        (
            "Visitors may climb the two hundred steps in summer.",
            "Летом посетители смогут подняться по двумстам ступеням.",
        ),
        ("The great lens was made in Paris.", "Большую линзу изготовили в Париже."),
        ("Fishermen brought flowers and a cake.", "Рыбаки принесли цветы и торт."),
        ("Many of them wept.", "Многие из них плакали."),
        ("A storm is expected on the coast tonight.", "Сегодня ночью на побережье ожидается шторм."),
        ("The ferry to the islands will not sail.", "Паром на острова не пойдёт."),
        ("The weather service advises people to stay at home.", "Метеослужба советует людям оставаться дома."),
    ],
    [
        ("A bakery in the centre has won a prize for its rye bread.", "Пекарня в центре получила приз за ржаной хлеб."),
        ("The recipe comes from the owner's grandmother.", "Рецепт достался владелице от бабушки."),
        ("Flour is bought from a mill nearby.", "Муку покупают на соседней мельнице."),
        ("The dough rests for twenty hours.", "Тесто отдыхает двадцать часов."),
        ("Every loaf is shaped by hand.", "Каждую буханку формуют вручную."),
        ("The oven is heated with birch wood.", "Печь топят берёзовыми дровами."),
        ("Customers queue from six in the morning.", "Покупатели стоят в очереди с шести утра."),
        ("The jury tasted eighty kinds of bread.", "Жюри попробовало восемьдесят сортов хлеба."),
        ("Second place went to a baker from Kazan.", "Второе место занял пекарь из Казани."),
        ("The prize money will pay for a new mixer.", "На премию купят новый миксер."),
        ("The owner wants to teach apprentices.", "Владелица хочет обучать учеников."),
        ("She sells out of bread before noon.", "Хлеб у неё заканчивается ещё до полудня."),
    ],
    [
        (
            "Doctors at the children's hospital performed a rare operation.",
            "Врачи детской больницы провели редкую операцию.",
        ),
        ("The patient is a girl of seven.", "Пациентка – семилетняя девочка."),
        ("Her heart had been weak since birth.", "Её сердце было слабым с рождения."),
        ("The surgeons worked for eleven hours.", "Хирурги работали одиннадцать часов."),
        ("An artificial valve was put in.", "Был установлен искусственный клапан."),
        ("It weighs less than a coin.", "Он весит меньше монеты."),
        ("The girl woke up the next day.", "На следующий день девочка очнулась."),
        ("She asked for ice cream.", "Она попросила мороженого."),
        ("Her parents thanked the nurses.", "Её родители поблагодарили медсестёр."),
        ("She will go back to school in autumn.", "Осенью она вернётся в школу."),
        ("The clinic plans ten such operations a year.", "Клиника планирует десять таких операций в год."),
        ("The state pays for the treatment.", "Лечение оплачивает государство."),
    ],
    [
        ("Archaeologists found a Viking boat under a car park.", "Археологи нашли под автостоянкой ладью викингов."),
        ("The wood had been preserved by clay.", "Дерево сохранилось благодаря глине."),
        ("Swords and glass beads lay in it.", "В ней лежали мечи и стеклянные бусы."),
        ("The grave belonged to a rich merchant.", "Могила принадлежала богатому купцу."),
        ("Silver coins from Baghdad were in his purse.", "В его кошельке были серебряные монеты из Багдада."),
        ("The digging will go on until winter.", "Раскопки продлятся до зимы."),
        ("Students from three universities are helping.", "Помогают студенты трёх университетов."),
        ("The drivers have to park elsewhere.", "Водителям придётся парковаться в другом месте."),
        ("A horse was buried beside the boat.", "Рядом с ладьёй была похоронена лошадь."),
        ("Scientists will examine its teeth.", "Учёные исследуют её зубы."),
        ("The find is dated to the tenth century.", "Находку датируют десятым веком."),
        ("It will be shown in the national gallery.", "Её покажут в национальной галерее."),
    ],
]
STORY = 12
"""Sentences of each story."""


def english(order: Sequence[int] = range(4)) -> list[str]:
    """The sentences of the stories in an order."""
    return [source for k in order for source, _ in STORIES[k]]


def russian(order: Sequence[int] = range(4)) -> list[str]:
    """Those of the translation."""
    return [target for k in order for _, target in STORIES[k]]
