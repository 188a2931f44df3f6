"""What figures count, as far as CLDR does not say it: symbols, families of units and currencies, further words."""

from __future__ import annotations

from align.languages.data import words

UNITS: dict[str, str] = {
    "length-kilometer": "km", "length-meter": "m", "length-centimeter": "cm", "length-millimeter": "mm",
    "length-mile": "mile", "length-yard": "yard", "length-foot": "foot", "length-inch": "inch",
    "mass-kilogram": "kg", "mass-gram": "g", "mass-milligram": "mg", "mass-tonne": "ton", "mass-ton": "ton",
    "mass-pound": "lb", "mass-ounce": "ounce", "volume-liter": "litre", "volume-milliliter": "ml",
    "volume-gallon": "gallon", "area-hectare": "hectare", "area-acre": "acre", "power-watt": "W",
    "power-kilowatt": "kW", "power-megawatt": "MW", "power-gigawatt": "GW", "frequency-hertz": "Hz",
    "frequency-kilohertz": "kHz", "frequency-megahertz": "MHz", "frequency-gigahertz": "GHz",
    "digital-kilobyte": "kB", "digital-megabyte": "MB", "digital-gigabyte": "GB", "digital-terabyte": "TB",
    "duration-second": "second", "duration-minute": "minute", "duration-hour": "hour", "duration-day": "day",
    "duration-week": "week", "duration-month": "month", "duration-year": "year", "concentr-percent": "percent",
    "temperature-celsius": "celsius", "temperature-fahrenheit": "fahrenheit",
}  # fmt: skip
"""CLDR's unit → its family."""

FREE = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "degree", "point", "am", "pm"})
"""Units that translations leave unsaid, or say with another figure: on one side only they prove nothing."""

CURRENCIES: dict[str, tuple[str, ...]] = {
    "dollar": ("USD", "CAD", "AUD", "NZD", "HKD", "SGD"), "euro": ("EUR",), "pound": ("GBP", "EGP", "LBP"),
    "yen": ("JPY",), "yuan": ("CNY",), "ruble": ("RUB",), "hryvnia": ("UAH",), "zloty": ("PLN",),
    "franc": ("CHF", "BIF", "CDF"), "krona": ("SEK", "NOK", "DKK", "ISK", "CZK"), "forint": ("HUF",),
    "rupee": ("INR", "PKR", "LKR"), "won": ("KRW",), "lira": ("TRY",), "real": ("BRL",),
    "peso": ("MXN", "ARS", "CLP"), "dinar": ("KWD", "RSD", "TND"), "rial": ("IRR", "OMR", "SAR", "QAR"),
    "dirham": ("AED", "MAD"), "shekel": ("ILS",), "tenge": ("KZT",), "lev": ("BGN",), "leu": ("RON", "MDL"),
    "rand": ("ZAR",), "baht": ("THB",), "dong": ("VND",), "rupiah": ("IDR",), "ringgit": ("MYR",),
    "lari": ("GEL",), "naira": ("NGN",), "shilling": ("KES", "UGX"),
}  # fmt: skip
"""Families of currencies that a word or sign does not tell apart → their codes (ISO 4217), the best known first."""

SYMBOLS: dict[str, tuple[str, ...]] = {
    "$": ("dollar",), "€": ("euro",), "£": ("pound",), "¥": ("yen", "yuan"), "￥": ("yen", "yuan"), "₽": ("ruble",),
    "₴": ("hryvnia",), "₹": ("rupee",), "₩": ("won",), "₺": ("lira",), "₪": ("shekel",), "₸": ("tenge",),
    "฿": ("baht",), "₫": ("dong",), "₦": ("naira",), "₱": ("peso",), "r$": ("real",), "%": ("percent",),
    "٪": ("percent",), "％": ("percent",), "℃": ("celsius",), "℉": ("fahrenheit",),
}  # fmt: skip
"""Signs that stand before or after a number, whatever the language."""

SHORT: dict[str, str] = {
    "km": "km", "км": "km", "cm": "cm", "см": "cm", "mm": "mm", "мм": "mm", "kg": "kg", "кг": "kg", "mg": "mg",
    "мг": "mg", "ml": "ml", "мл": "ml", "ha": "hectare", "га": "hectare", "ft": "foot", "yd": "yard", "lb": "lb",
    "lbs": "lb", "oz": "ounce", "mph": "mile", "kph": "km", "kmh": "km", "kw": "kW", "mw": "MW", "gw": "GW",
    "kwh": "kW", "mwh": "MW", "gwh": "GW", "квт": "kW", "мвт": "MW", "гвт": "GW", "khz": "kHz", "mhz": "MHz",
    "ghz": "GHz", "кгц": "kHz", "мгц": "MHz", "ггц": "GHz", "kb": "kB", "mb": "MB", "gb": "GB", "tb": "TB",
    "кб": "kB", "мб": "MB", "гб": "GB", "тб": "TB", "pct": "percent", "proc": "percent",
    "ккал": "kcal", "kcal": "kcal", "kč": "krona",
    "zł": "zloty", "pln": "zloty", "руб": "ruble", "грн": "hryvnia", "долл": "dollar", "дол": "dollar",
    "тенге": "tenge", "pp": "point", "pkt": "point", "ppt": "point",
}  # fmt: skip
"""Abbreviations that mean the same wherever they are used."""

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "kilometre kilometres": "km", "metre metres": "m", "centimetre centimetres": "cm", "litre litres": "litre",
        "millimetre millimetres": "mm", "tonne tonnes ton tons": "ton", "point points": "point", "miles mile": "mile",
        "quid sterling": "pound", "rouble roubles": "ruble", "renminbi": "yuan", "crown crowns kronor": "krona",
        "bucks": "dollar", "degree degrees": "degree", "kilos": "kg", "percentage": "percent",
    },
    "ru": {
        "пункт пункта пунктов пункты": "point", "тонна тонны тонн": "ton", "рублям рублями рублях": "ruble",
        "юаням юанями юанях юань": "yuan", "милям милями милях": "mile", "бакс баксов": "dollar", "кило": "kg",
        "градус градуса градусов": "degree", "час часам часами": "hour", "иене йена йены йен": "yen",
        "процентный процентных процентного": "percent",
    },
    "uk": {
        "пункт пункту пунктів пункти": "point", "тонна тонни тонн": "ton", "градус градуса градусів": "degree",
        "єна єни єн": "yen", "відсотковий відсоткових відсоткового": "percent",
    },
    "de": {
        "punkt punkte punkten": "point", "prozentpunkt prozentpunkte prozentpunkten": "point", "tonne tonnen": "ton",
        "grad": "degree",
    },
    "fr": {"point points": "point", "tonne tonnes": "ton", "degré degrés": "degree"},
    "es": {"punto puntos": "point", "tonelada toneladas": "ton", "grado grados": "degree"},
    "pl": {
        "punkt punkty punktów punktu": "point", "tona tony ton": "ton", "stopień stopnie stopni stopnia": "degree",
        "jen jena jenów jeny": "yen",
    },
    "it": {"punto punti": "point", "tonnellata tonnellate": "ton", "lire": "pound"},
    "ro": {"lire lira": "pound"},
    "bg": {"лири лира": "pound"},
    "el": {"λίρες λίρα λιρών": "pound", "κιλά κιλό": "kg"},
    "oc": {"liura liuras": "pound"},
    "pt": {"ponto pontos": "point", "tonelada toneladas": "ton"},
    "nl": {"punt punten procentpunt procentpunten": "point", "ton": "ton"},
    "tr": {"puan": "point", "yüzde": "percent", "sterlin sterlini": "pound", "avro avrosu": "euro"},
    "zh": {
        "美元 美金 加元 澳元 新元 港元 港币 加拿大元 澳大利亚元 港幣": "dollar", "欧元 歐元": "euro",
        "英镑 英鎊": "pound",
        "日元 日圆 日圓": "yen", "元 人民币 块钱 人民幣": "yuan", "卢布 盧布": "ruble", "格里夫纳": "hryvnia",
        "兹罗提 兹羅提": "zloty", "瑞士法郎 法郎": "franc", "克朗": "krona", "卢比 盧比": "rupee", "韩元 韓元": "won",
        "里拉": "lira", "比索": "peso", "雷亚尔": "real", "千米 公里": "km", "吨 公吨 噸": "ton", "英里 哩": "mile",
        "公斤 千克": "kg", "个百分点 百分点 個百分點": "point", "度": "degree", "第纳尔": "dinar", "公顷": "hectare",
    },
    "ja": {
        "ドル": "dollar", "ユーロ": "euro", "ポンド": "pound", "円": "yen", "元 人民元": "yuan", "ルーブル": "ruble",
        "フリヴニャ フリブナ": "hryvnia", "ズウォティ ズロチ": "zloty", "フラン スイスフラン": "franc",
        "クローナ クローネ コルナ": "krona", "ルピー": "rupee", "ウォン": "won", "リラ": "lira", "ペソ": "peso",
        "レアル": "real", "トン": "ton", "キロメートル": "km", "キログラム": "kg",
        "ポイント パーセントポイント": "point",
        "度": "degree",
    },
    "ar": {
        "نقطة نقاط": "point", "طن طنا أطنان": "ton", "بالمئة بالمائة المئة المائة": "percent",
        "كيلو": "kg", "درجة درجات": "degree", "روبل": "ruble", "ين": "yen",
        "كيلومتر كيلومترا كلم": "km", "كيلوغرام كيلوجرام": "kg",
    },
}  # fmt: skip
"""Language → words in the forms that stand beside a number → what they count."""

EAST_ASIAN_KILO = {"キロ": ("km", "kg"), "磅": ("lb",), "킬로": ("km", "kg")}
"""Units of more than one meaning."""

IMPERIAL = frozenset({"mile", "yard", "foot", "inch", "lb", "ounce", "gallon", "acre", "fahrenheit"})
"""Units from which translators convert."""

UNSURE: dict[str, frozenset[str]] = {
    "en": frozenset({"second", "crown", "crowns", "yard", "yards"}),
    "fr": frozenset({"livre", "livres", "couronne", "couronnes"}),
    "es": frozenset({"peso", "libra", "libras", "corona", "coronas"}),
}
"""Words that are oftener something else: they prove nothing where they stand on one side only."""

UNSURE_CURRENCIES = frozenset({"won", "real", "rand", "lev", "leu", "lari", "dong", "baht", "shilling"})
"""Currencies whose names are ordinary words in one language or another: they won, the real one."""

CODES = frozenset(
    words("USD EUR GBP JPY CNY RUB UAH PLN CHF INR KRW CAD AUD NZD HKD SGD CZK HUF BRL MXN ZAR KZT NOK DKK ILS")
)
"""Codes that are no words in small letters, as TRY is, or SEK, which is short for seconds."""

NEW = ("new", "neu", "nouv", "nuev", "nov", "nuov", "now", "нов", "ny", "nieuw", "nou", "νέ")
"""How the adjective begins that some names of currencies have: new shekel."""

DEGREES = {"c": "celsius", "с": "celsius", "م": "celsius", "f": "fahrenheit", "ف": "fahrenheit"}
"""Letters after a sign of degrees, the second one Cyrillic."""

PREFIXES: dict[str, str] = {
    "百分之": "percent", "华氏": "fahrenheit", "摄氏": "celsius", "華氏": "fahrenheit", "摂氏": "celsius",
    "攝氏": "celsius", "섭씨": "celsius", "화씨": "fahrenheit", "yüzde": "percent", "rs": "rupee", "chf": "franc",
    "時速": "", "每小时": "",
}  # fmt: skip
"""What stands before the number."""

METRIC = ("metri", "metry", "métri", "metrs", "метри", "μετρικ", "मीट्रिक", "मी", "מטרי", "американ", "amer", "корот")
"""How the words begin that tell the kinds of tons apart."""

SQUARE = (
    *METRIC,
    "sq", "square", "cubic", "cu", "кв", "куб", "квадрат", "кубич", "кубічн", "carré", "cube", "cuadrad", "cúbic",
    "kwadrat", "sześcien", "kw", "quadrat", "kubik", "平方", "立方", "nautical", "engelsk", "морс",
    "us", "u", "английск", "американск",
)  # fmt: skip
"""How words begin that stand between a number and its unit and change its dimension or name its kind only."""

MINUS_WORDS = (
    "minus", "минус", "мінус", "moins", "menos", "meno", "负", "負", "零下", "マイナス", "氷点下", "영하", "마이너스",
    "سالب", "ناقص", "تحت الصفر", "negativ", "négati", "отрицательн", "від’ємн", "від'ємн", "ujemn", "below zero",
    "ниже нуля", "нижче нуля", "unter null", "au-dessous de zéro", "bajo cero", "poniżej zera", "мороз", "frost",
    "убыт", "збит", "loss", "verlust", "perte", "pérdida", "strat", "亏损", "赤字", "خسار", "eksi", "sotto zero",
    "deficit", "дефицит", "дефіцит", "défici", "défaut", "manko", "déficit", "deficyt",
)  # fmt: skip
"""How a language says that a number is below zero, without a sign."""
