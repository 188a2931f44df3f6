"""Words that keep a capital, or all of them, where a text in capitals is written in small letters."""

from __future__ import annotations

from align.languages.data import words

ACRONYMS = frozenset(
    words(
        "US USA UK UN EU UAE USSR NATO OPEC ASEAN BRICS OSCE CSTO CIS EAEU SCO IMF WTO ECB IAEA UNESCO UNICEF OECD "
        "FIFA UEFA IOC NBA NFL NHL MLB FIA ATP WTA FBI CIA NSA DEA IRS FDA FED FSB KGB GRU SVR NASA ESA SEC EPA "
        "AP AFP TASS RIA DPA UPI BBC CNN NBC CBS ABC PBS NPR RT ITV CNBC AFL CEO CFO COO CTO GDP CPI PMI IPO ETF "
        "AI TV DVD CD PC IT DNA RNA HIV AIDS COVID SARS PCR MRI USD EUR GBP RUB CNY JPY LNG LPG SUV UFO UAV EV ICBM "
        "HIMARS ATACMS PKK IRA ETA ISIS ISIL IRGC IDF PLO UNHCR UNRWA ICC ICJ ICRC NGO GOP DNC RNC MP MPS PM VIP "
        "BP GM GE IBM HSBC UBS BMW VW SAP LG HP AT AMD AIG JPMORGAN KFC IKEA NYSE NASDAQ FTSE DAX MOEX RTS LSE OPCW "
        "START SALT INF NPT JCPOA NORAD AUKUS QUAD NAFTA USMCA DPRK PRC ROK LDPR AFD CDU CSU SPD FSO MGIMO VTB"
    )
) - frozenset(words("IT AT START SALT QUAD"))
TITLES = frozenset(words("mr mrs ms dr st jr sr gen sen rep gov prof lt col sgt capt rev hon"))
ALWAYS_CAPITALISED = frozenset(
    words(
        "russian russians american americans british english french german germans italian italians spanish chinese "
        "japanese korean koreans indian indians iranian iranians iraqi israeli israelis palestinian "
        "palestinians turkish "
        "ukrainian ukrainians polish dutch swedish norwegian finnish danish greek greeks egyptian syrian "
        "syrians afghan "
        "afghans saudi pakistani mexican mexicans canadian canadians australian brazilian african africans "
        "asian asians "
        "european europeans arab arabs belarusian belarusians kazakh georgian armenian azerbaijani chechen crimean "
        "latvian lithuanian estonian hungarian romanian bulgarian serbian serb serbs croatian czech slovak austrian "
        "swiss portuguese irish scottish welsh taliban hamas hezbollah kremlin pentagon interpol moscow london paris "
        "berlin washington beijing tokyo kiev kyiv europe africa asia america britain islam islamic muslim muslims "
        "christian christians catholic jewish jew jews orthodox nazi nazis olympic olympics christmas easter ramadan "
        "trump bush clinton obama biden putin lavrov zelensky medvedev macron merkel scholz starmer sunak "
        "blair cameron "
        "thatcher reagan nixon carter kennedy lincoln churchill stalin lenin gorbachev yeltsin xi modi kim "
        "jong erdogan "
        "netanyahu assad maduro castro google apple amazon microsoft facebook meta twitter tesla boeing "
        "airbus toyota "
        "gazprom rosneft lukoil sberbank aeroflot ford shell chevron intel nokia sony samsung siemens volkswagen "
        "god democrat democrats republican republicans tory tories"
    )
) - frozenset(words("apple meta shell ford carter polish xi"))
NOT_PLACES = frozenset(
    words(
        "nice male reading bath mobile split bar man tours hall sale deal battle wells bury rugby crewe most "
        "orel perm "
        "sucre orange normal enterprise troy wash ore mass ill miss la pa ma me mo md oh ok or in id hi de al va ca "
        "ala ark del ind kan ky mich minn mont neb nev okla tenn vt wis wyo colo conn ariz"
    )
)
"""Places, in lower case, whose names are mostly something else in a headline."""
